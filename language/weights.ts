// Written by tasks/training/train.ts; change the data there instead.

/** Weights of the classifiers of sentences, by name. */
export const WEIGHTS = {
  durable: {
    bias: -0.298,
    step: 0.0319,
    text:
      "b$^UD!@bvZ.V#XcFC*Y&R9T'Y/X%F4^7K;[4I$H6`$Xc%Zb,UED-[7]AX%>ACbPNC]?Y'Q%?b<CbqI_d;F:T/XbzZ-UbfS[p2E$`5^4G-S2Fb/BGUUX'X?]'Yb`@R['Q1RMV#I)X$V)ScwLZDbSAb4HOX=WbmEbSWb'Y2`b2_b(cb+^/W%[[BKX,F1^cYX6M'M,Q,Vb5VJDJSSUC@b+c2VbSE/DbFYNGb:E;@9[5_d,bPK8IbTU%G4?-W>Xb:HSA*R/Y@HIU+QZSIjc+FEL^YFD)V$G9Db[DL[2N+:BG'Eb<6b%Z3TbY</UbSG$X/QCQb<I,UDGBD?WbQ]QH1E>bb.Gb'N,^/E/U!U+V+VX@$KOW9Z6YJYb*TWgIV,VbHW9eRW*E$db68Q_?G([bcS_V4Ub Dbf^#K7LMG3S(Rc>Sb&b,Eb^H,[AS2T0V+R>E3H9NMY@Q%Wb.X,Ib)U0C/bb!Kc}SbPab~Kb'T+WDFb+Z!Y%F&S-K#WY[/YSQ'Ubw>.Y_@b)Tb+Hb T>G2Ub7`b?[.VXKb'WTZC`b1U;V*FLX2G-V>[4K?X1RPD2D/S9I5Z(`'WbZSb#[PIc*JGX$`HNbc[2S0X#[5CaIVTXJI?$A,DM],D'^4E7Hb2ZRW'BSTb=X6FBS82@[.R!C-hUMXX@W$^IV>[#]bDVb8B`S-Pc:Hb#HN^9_'GbJ[-Vb.UKG*U-LSZCCb/]aa$UbnYJBb!G)R(H9FBWFG0Vb8a5D,EbNZ;Ubj?b^XHKb=Z>V8U4YbEFcLK,T%Ab^[2EGIHS&F$YWHb]U1[@Y-H)DQDb8B6VFQ!Yc4@1Z#E#WG<c&D$Tc?Bb*g$]b;Gb)V2Hb[I4Q3^TGG@/IbIDb=W0B@X%`5YDXJY/@.VbLF3EDAMFb,@LX%Wb)R?I0[#C!`(U1Jb7Hb(Y2C`C,P8@b!I,AST?XAGb$LFGbfEbZV/E9]UL.h`E/WcxA[V:X'YbK?3Y@FHZ5M7Db8Dc=]bDU#YeJ<-dbdC$DAGb#N'`#Q5HbEX!_QZb1Wc$R'X( JY.FPGaC*;5RE]?D=V'LbP],YUY-Zb9D:V8[4Tb#H,F6W(NZWb:Db F+?VYMEb8GH[R[0WTE.Ub$db.Jb0FE[b2G=GbJDbTC=Dbl;3cb(H$Fb5DbrE<X@^EQ#Mb#W-[1c0E#[dM^/[%ZbUWb.M%Gb;]b9YbGD&H*BST7VPBXQZHRZPIQH&bPKJG#YQY%F%Q4/?D*Ub&DbCG*Fb%IDF8W%[aR+Kb;KbuH6NbNT.EbPLAZbI`#XDS-Ab@I/Z7NDH?]b!FDX&Vb1GGAVAbHDb B#]b!YF_!KNB-A>YbeZ5@!>b<VDZbVXMG+@ZIFR)XbBYb)G$U>E+HBHb2I4G2I)S%N8E2Y+dc$DGZb=?+G%[)V)IEa!MODXU#_/C0X%VZN1ZEWK@bCRb!XC_#H=I/WaC$F+T6H8YFEXT>DbPF%ec?IAG%Lb.E+G-DF[F@-VaQb=D-WbSX$_$YQ^CZ!Z*A$f#0]^6U,M]Xb-X%>#GR@bNTbn_(R&W#T'eNK;aJXb!T_PbzE!QbC_.I#G#WPM5Cb<XG;9Gb*Eb'G=V'Ic)],C+?AVHTBD8X6Y=Zb;S!F/WTYbLBD_?X!WYF)?#FOGDF8B1T$BA8'XMVb*CLHBab d1@?[bFY_:3IMB-F$VbBSYZ-Y5G8FbYTTJ>WIY8Xb!Fb7@6Z`U?A0X[X'F&Q7Eb'.,D0VKBb:E@Zb=NCDB`b_U)Sc$_QX/H.:O_TMTQ5D'VXD1[@EW8#>SEbBGITb9Y+T$D(B6Y1R1U>HAG)Gb1i:X0G)U_Xb*HGJAHDI-V3W!R@]bwH3PH>bqGERb.VbKC!F<W%Y!VbUWCSc#LGGb)X$JRUQIb2_9I,L@Y8`;YGL,SB;%DLV$TbtD%IEb5`IT`[LKMUb6V5EUK.FK[^Q%@!YBLb'S)UVCMGb>Vb%U.F4U#[b)H#I6D!E=9OY7X4EbLB6E&XABXcb&YBLTNLCb/Y6S_S7W=E4W=N=WXARD1S(G+?H[U?1D#EbCY9R%Db(DE^*YdsWb,DboI2HE>@Ib-^1V'<9U%]EBbBYb:[*L8EbMX/E!4%H$J&Z(FcQS_UUdb<V>ZB<<C4SEXb']0D:BaYRBb<_%C%B9H'Gb-W%H5D0ZCSZEb>Vb/AWSb3W#I3Z'V=Xceh<_$X5IVT/FZS.Hb,IMJ%T!Hc#Wb#UMDHZbCB$^/[b,F1G=I&TP>:YPC>_bbB%H#MWCZBMH6I4]bOCbZFb)IbGX5Ub)T3X3H;BUGYC7Eb)Z;Q*XbfK`T%C:=)Rb5B%YUG'Y5]c!JAHb%Q+YYD!]3V:LbTIcKG3P/J/<1YbGF.YbQ@%U'^bB^[X&=*K-?0WOYb)FGW*Xb&YGING=C-LID=E?^%Zb(HSWb:FE:KG&Z9S<Jb,W/X;T'GZT5YaUHV4988b:Ub+Bc%V*EbpH;I2Jb$B!Y4Kb2V0U]MQX.]#[:EbJ@'YR[QWd=DE[)FbEYLW%Sc;J>Tb<>]D5XbVWb5b#W(Cb3W2>,XM<!GRWAV/X%IbeDb>]5Sb$Jb,Z%Qb(DEN3VZHb<U[U!a?IbjSb.^BD%S.VLS)WRP^Lb:YBe%WD>/V_T-[b/EIG.D^ZIBJY7J>^b[SGGETb!W!cYWba>/S#Eb7M^J9Yb0`FV,H$h'Vd9EEIb>XJY>Xb(T*DbYL)K@[*DJ=FS8Z5Fb<H[C3A4K*WbXGd$L]?(Rb+X5ZPG*c.DaGIEb JJUbACGJaI^A+Z7I*U'YbE[AWENQZb6HHY&fE_cZWb$iYG8E4Q_J9T6F8FDY-YKQ1E4R%K%hR]bQUYRUH9EbeVb+CQI9S/Zb$KW?!_aV8S2X!F$G'Wb)Lb)Tb`bTY/Y,U$Jb=T!Vb6d!WHLbpD$H<K.K(I$E+]5Y&DKZ+Yb(<4T'?bOUFH/[cDFXJ&H%DJJbjKTG*IEF1ZI?b?/JH0]b9l3Wb%Db1>TJ#FWV$^=Ab;YJXPGb-[@E;F=EbC^:dbeH?YcWZUV)B9ZbAJ!LP[2Zb?FMS!X$EWaGc&`:DZS2X)IOSJVb i=X7?2Gb7UbDG`S;U:KXeO^/^b&VbMG%W'TbPGbEYOJRJ-9[V4V6GbPWQc9R)Z2`;Hb2V#ZUZbCE:AJWb!?DTb&[%DSE;[bMT?SbEZc<SKGc.V^I(?MKbSS,E+W#AP['@$U1Db)^-bb)Fb.[#KbQT;Rb#W4S0<b*Zc4_b?V?D<M'H#Z%Q'+ZX1H#C!B!VCX+W[aW]/Jb&`0YFG6D%^5EbH`5X9a3H9^5XHWb*G%[2DEXb)W8HFRc.XUF^Q!T:XbAK9G5[2Tc0]YM0[4L3XFHbkR,V7[!Q&B!^AV#E)K3Cb%MME_W%L7R:G7BKEbtI_h)Zb$I0iQebuU-dQGb&U,`b.XW[WNbS93IOV%^bABbBP(X0V74[96X#X%LIA0[<F&V?GC@TU(Zb)YYCSE$EVSRF8T^W>a5EQK5E.Zb5Nb?Z,>bVE7HZEJXMXTUK^bBY.W:UBZ)`b#9c>^$Db>JciE3F*F$D/@[S.E/Y>X5J+Z%ib'`UD:E:X!YWL%FbEF#W&VBF?Zb1M%Y:D4G.Q>[bwU?P9V0YCYc$H:SRG2]5W(Db{H2Gb7Y+Y(Q#I?MKS>L!V>[bUT#Z'U)U>Jb/Lb+Xb)T,GUG&QbNHDY.GEXIHb%MbG?MM.FbRE3LBKDL5`#GUVG:8J/L,E%C``#F5Db!T3gAWb8fbOV:[BHb,[b1S8J3FcpU#U5Hb5cG]c@Z<V%a#E3>^Z=XYEb!V:I*URC7C2H$S<VRA,Y]WbyX*Ub*D]H1Y+cMZAF&QGA@Y;Xb E*C?JRX0W$@9PUV'UFWLH=V+Xb'G5^3`bOR3J2Wb%_bGHPCYX(T,A9Y)V0KL[-I&WC]@Kb7Y,WHX^J;Q+Sb:Z&EcNH)VTVbvGbNY+Y)D^J9N9Cb$T.L$I%ZRY-J#^&W9L&=;[bDEHK1I=`#Z:Xb'Z%X@W@F$HBDblF&>+Y;X(WMCbRG>EDcXT#S<G%VblMbd[bBU@^BLG<AH3E^LNU5GDG0Fb}TJ?b*X([!JPI8Z#R)I:EAZTY(C>^JI'Q<Z+X,>8ZHZ?W6[FC'WcRV9Y5T2Wb'C2BY?,`@W;_OUbi]$Y%Cb8Eb$?9F7EGB(B[Q!Tb>W$[b9X!G:G2Q/_]E8G9X>V&G%T-Jb(Bb6@(Yb.FX^+T>FbFZ6@/ZQJ&XRU%?4L.C9C?D=A!X0^b-WSI;[.W<J#^&PQY8E%U)S,Zb3RCZLXb5X&T6VXDNAV`TVb%W]W[@#^bTXRF`V/K-TbCX!K7Z/Y)W,EZV/J8M4Kb+VTVHCb.V6C.>&_aJ]Cc9F$Yc)HCD?VKV#Y.E0WA`A[.YPRb;[b=Q-DbnXF^!V4?FYbUC9Jb-XAZ7X_HDXbg[!Ib_Z$SbP`%U:E'W)E?K3E3Yb+G?Vc1H$F8U9b8>R`-G%Fb JFW!J-P3`*F%V%MNE7Eb#LEY9>b-T#W$XNJb;W7`bSW'_M>4[WKb$?&A3B2W0_8Y7FXWb.F'EGTRH,Hb0=T^IE(I$Db*W7G/IFROQ0DYH7L$Z&Ub4W4G6Uc>Wb2>(D'Q%S&EbMJ7G4^b$HOXPQ#[T](SCY0XOFbmB@Y-UK?5W&[/Y=D6`HU[[=[bDF,G-Vb Fb S1c/W0LEW7MYdEWZI!UJ=$A.XCDEJ0Fb-cb*KEKb,P5Pb']!W1G:Q&[bPURDP^(RQYbDEb?XSGbNU&D5X3Eb'R^PbEfNFb!L#ab'W.Cb/WFU&]2LbCW?=6Z2]'HKC;Gb7GDY(Sb!U'8ZGBEbpN!W4A)E6]2Z3Cb&Db2Hb Y5YKZ'H,E*Db/K5`5Wb0GGC*Kb3E&JM@'Xb+TbAMc#F#S,W+UQ/EUC])D!WbKK7K/XIdGC$[E>b;H?Wa=.X/F$C'XN^$U'T,]YGLZ%K=Z9E-H=GbMK5H!_![b*I#Hb;<&F&^(T8KXIbOHUbb[Wb+I)K+YSW/Wb-V#_b9HN`*F(J3ZbcYb&R)KN[@K7W(U%U=X&FKVb7H,ZKQSW!F3`=KGU&Gb$Vbh@1K*C1Hb.JbmG9I-U>U0UEULJb C9Nbn^/E!AJX:^G?/H&Db<Zb'K=ZSF/XBF6X!WbEXb'XFB/A&Mb$C<P!P;ZED8R!DFF(Vb0X&D2Tb!X)Eb;E<Z3><U/gJF7D]ZYD.T5TGX@]C>+T@P6U,]JTEb9X.@]Xb >KD=YYEV]8C*]b&c%UCW(FG^@Xb!U(YHE$F']SR-Cb+Gb]Z:?+JE4L?bLR2Z1Hc=E5Zb)bAS$V1Yb E4YWNb7^RD*U%Yb#V>YbAQ:KCXb$F8]CW=F3E'EQN]Z3CYE%Ib1Tb2C2L'S6G0cb2rb%SAY,F^Vb,jB^LR-Mb.SEc2Yb/Y+<TU$XUCb+W=2:D*?+^)X$Lb1X6U*`<E#U3T_W<Xb8H<M1W/j2VX=4YEB-];U:WR[DC#Z%HGH+Zb$A@[b'H+?5L,;8R[Z2KbEF5HbbZ/Xb,VBX=H.[WEb*KJFbFW,@)S@VGJIY.MUF.V9WDF5RYJQMCVb=W'DbDQ^X>Ub,H8EV=9F4U.S,D2G+k+E/F>C'T5A*UZWb1V/H.W-S]T$H0ACeb3[9hb~`8Bb,VDW4?b-Bb7KEW0FKG/W'ZbLTb,Ac=XN[*WSWb<V)^c4_FB4X8LKF&B%^IGCRb'Ib9Qb<<AU:U/>K,b{Vb0X'V[C3_cA]!D3Y+9>X#F3J6VbZE2[#Z,SGAGRZIb=db YaGbA]%E=SMBRU.FYC>^8V2GMX&Y^TbC]b]]b0IblE*G2YKWb _,KCJZE#B3X7]TX/Z>E*V9Xb;_'BBW*TOV)P-X'G9U5YXNbAD2Fb)S9D=T(T^YbUAKI*A8Z6^%].`3XN]$C^GAX.J/DYJBZb'Q/;BYb+E8C-G3YIGKLb$I(C9^(Z#D=EVU$XYb#Cb)T!ZYQQ9TZQT)Y*A5f)H#S+UFNb#SNA1UcJC_Y%T=W8Adt[b0Y.GbMCIRbVHc+YWd!X,E$F#L.W!V/Y.V.YMFM>CH.IbvE9T2H2WOC*Gb*H4GN_4WD2ACDB1YHRJP:G%a&A*]=bRI.6%XNB'Sb;Qb9Eb6]csB#Db.ATE_Zb%U.X,Db=X%YV8AC1FKUb$Z!G/Q8R>;c5YE[%_b/Cb_[1X&T+W9b+`b5I:EaTbqRb*B*L2Z(LIZPHXFb!bU_$K>Cb1`*`.Y(HQa!U;Bb.Zb*bbRV.=,c'X9DBW#W*Q!EHZJ[>Xb<Eb)Bb6[VF6Y.D=W$^&cb,b!Z>Zb5H5HbFTRK7WRYb@X2Y$K(]QX&R6F/XaY(C2EOV!F(?/[cQBBHJDFG'<1J;W6_*G8W.[3Y3YZbbCY0B0G8V!KbRX(YGG7T:Z(F,Gb@UGYMUJP([b'GAD%M%C/B=T[?1IFb9Zb*?+XbiU0DbMMb2E<U@E]bJF%JYSbaCF=bNV/W4X4Hb!GDC9[b&a+Ib&E/L/F'Pb1L#BRZbfSb:I'dNH-B,FHHG_8[:eDJbKB)J0Y+Hb!I]J'VC1'T,WRB7E8eb9Tb0CaGE[*9!WYT1X)@*B<FGY%[!Yb)V<Ab*YD_b:IaYHBb.Y?V7Zb)Vb&U(E]IRA'YRW4[bK>;Db-Z?Z!B?EAW191LFX#Wb#V/NEMARb!MQK$WbNQGDb(@K6IIb&W+^,Q.W5F<gFH2[BW-`&_bLCbX@b Gb:SQT*l:V#U&XBgQLb I(XbEeNUMI'TbNS+YKHb@YVI!D(RaD#F#X!EPJ&EBCb+E<LXE.FbQJHIC^/H.H_F(@)J<TbAX7Yb%E'D6H!E0FbSZ'F5g)B%XbHTRE=Z!_c?eUYY[CG=M#X@JUG'Lb;>bRW4W0?AJ1Y/V/CJK4F(X5Yb/V6Vb#J9[b$](_/P;YNC)DWASKbnZ8FFX4Bb&8XC?X+C7Sc#F??'^+JbHXB[-XPW/`4Z>GNI%Yb8L%DbIGc=G)_8G+F&L#S$[<W,Vb:Bb-a4db0Ec6BJWZJ?HbyE*L$A<FST'E;mbPH]H!P]_(`#[(Vb!SJV4D!U9Fb5Q,ZABb*E3Cc1CBRb]Z)F?fPR7a>H;E9@b+C2X/H3])@bk]<WFZb;C.Zc8I+Y=U#F",
  },
  request: {
    bias: -0.837,
    step: 0.04176,
    text:
      "~~OlZYcGS~5Lg8TbWQOJd$Kd7WdYJcHHf|Hc KjmWqKIifYc^Sf+UfFmcaLgfGt><k[6tgNeFYf}ur)~cEMb#U=N'Xd9XQJoGcf7hi}@i0K4nHMj`PgmbgCsircfrI%SbNIf]Kbnkg,Eb{Mhngq{Icc dxWhGHe=Qp[Kd#Td<Ib5W~~Odz[bDlsI`q3Ke22dYdhpEbb3c1Wf{X`G|C]f%hbZahrXn:WrXG~~OgkXkGLdx4jbFTRftMo|I@cv2T+Cof:l/Lk+Jb,_ZEcBVdHEKalpNcO>d1Zec?cGJf6ke#LbrYu|Qe`jc.Abo=f?Jd.H~~Od%^eaHc!@b2Fe%Xg][p 6@Tc+`gQfb.Kb5AblVj8U~~OdqXbZ^VKi8S4Xj(JbhhbzKq?Ig$Gk>HdZcEJs6Ke:Fc<LiJTe>Gc-I]ZckEj4Uf4KdnfEdfnXq#NcFJjAUf)>e6Ff1LdQLebDm;&c;_f>NldCc/MbyLf#Xbi+j_KeZPe@Je<Wg*N<<bsIs5?c<XtH_iBJc|Kc]LbVIbRhb)Ud&YhhSg&FG>pRRgo>~~Of=E`Lf|W6Rcx:dNJfBLkRPux_bZDbmgb!SoIGhXVecUp)>bXQVFe[SkjEfiZb^FhBYi0Tj0Ibb`byXdJTc:>fA7ei[g4I",
  },
  decision: {
    bias: -0.479,
    step: 0.02848,
    text:
      "fX[dj2n$?29vaa~~Obr?cGcbu>bWKgKefd@f|Gc SjmebOX9uhg'x-DhiQe>X~~OvlBtfskPFdp1~~O~~Omk5br`f]HbnphiNc&rg(pm=Me|ag>ehG]e=@e><r,QbGeg0^pGKepe~~O}6KewE~~O~~Oc~Qz-Yk$bzmNl1!cJQTTbZReWBo|=ngHi3T~~OZYb6SryWf)@jg<cGBr9So3CpqDe2RrOeo@Sbwpc}Uh_hf`(ccKiBic9:c+ tRN}~]ceylXEhGIb}fx]HjhXcBKcwJt>Te::qs`rY^ij@qlYb5sbMYu]Ygl>vhCgXeh:lzi/d1?bIeg^ebZLbL;~~OqQ=edZc/Ac=Qd<+iSRf$Y~~OgAWvGVe=>csFv>HphFx.F{hKbXRV<~~Oh)D|[_f>`",
  },
  anti_pattern: {
    bias: -1.029,
    step: 0.05164,
    text:
      "~~O~~OcwD{|ScHF~~O{ZGgf=~~O~~Os=Nb?HdpY~~O~~Od>bk0QgmBh[Mb{GtmIpyZ~~OtY7~~O~~OhaP~~Oi`Vhr`~~O~~OhAckGLsc]pbXv[KzVNkq@c=a~~O~~O~~OrF`h8KxJ[l~BuPQk5WwJabfDm/Qq?^eTHblZk>Ee [tpa~~O~~Oe06iOCf)cm<JebFt8LmJTsTNi]]kC~tj=ovKc?DmpHgTD!Z~~O~~Op`Jm^HpRJ~~Oh*P~~OHCi@EnqG~~OcLYjl_",
  },
  user_preference: {
    bias: -1,
    step: 0.02855,
    text:
      "j&ml^abcc~~Ol-dk@]jeHk/PfL5c GmS`gKm~~OXb}zFkt`{#Vct`j}@~~OnS]~~OkdRDWgmbh[>vKD~~Oc^]~~Od5ebT]sLDmMI}6[hVUf9Z~~OAG~~O~~OuJGfH[cn[n=dgI^}Fac:[g7KrO]z!:h9Jh:6hU?cGFkN:z?Ru}A~~O2HpFFnZugfB~~Oe$BmHDpTIe)Cb;HuUqll!i@VnuLg8^5FbV ~~O~~Ou*?fEdcnBt8h~~Om2`j'BbLaeKDze>t=@c&4WBk~>imK~~O|JHe=^~~O~~O`WjFRdN7qrDj[)hh-gGFssQsZq",
  },
  convention: {
    bias: -0.643,
    step: 0.03258,
    text:
      "vjGvxQt3?obmbuUbWTlqDs@V!^gVIyT[cf:fA=gfVt>WdRFpHjvNTtsK=9~~ObqG~~OojXbrHf]?h[Mb{:bFWse?s'Je2J,Up[MyULdYIoFTfZSmMNq3Dp WjrH~_MlY/qHJl[IbRF~~OiE3i9pcL@d?5pb'b$Go|XngK~~OdjNlRRb[&lBAoQXcGJhwKctEz?Vx]Tg6_n*ag8Nc!2q:Hj|^@Sc+gi8A}rZjWWer7uBFdELshBc,=llBi@MrqWc<>mResyHjmQ~~Oc.<hb`ewXc2CcnEt8<kpdb2~c/HrJNeZJh3BhP>bsMbLKr'[n+Hq^BedKe.RkOEvaWgoGw,hr0NcsPg*GpVScJ;nWL5JwxVhXMdN@jDktq_l+Ap4Ys[Ho>M",
  },
  task_learning: {
    bias: -1.216,
    step: 0.03397,
    text:
      "~~O~~OcwGs$gr!Qc Pk~P~~OiXCqf]| J~~O~~OnpTs.S{[IbrEf]IoTioRPe|<nGHfV?4PqrSk*RbUgyC^f%VedLmMYn0H~~O|xLkx?~~O~~OhA<jaTb%D~~OzY[~~Ob$?lvFh9Kh:UhUUcGNkNR|/+b1^f}Cm[Ln_Pp{ b2Gz&4x&VnFWhzJfMVbdIfrQr5DdEMrNRdE:jhV~~ObbZ~~OjOTqlBcDQ~~Ost8nT>nL<e<KsbGbsLu3M~~Oc2Q~~OmRR~~Oc(FkOYl^<jVDph5t0le<HbXll}a~~OhSK~~OrpE",
  },
  environmental: {
    bias: -0.572,
    step: 0.02766,
    text:
      "uE7bcIec]rSIc@Xr1Mj|]cyEf9Gjg=cHGb>Wg_NmS8~:?cfRfAHd#^e#ZwRSokbmC@k'7jJekgC=E'Zdj:} ai0N~~OgxMDMbN5d}Xb|8h[Wb{Bi*.m#Pe|>nGCfVXd%7gW>~YS~~Os?ZdAXmA6c|XewKhIZ|NVaPkx@w=afgU<W~~Oj>;~Q@o|IngHc:5sboc^Xcd6tYEfeRd RlRBd1YglZhwU|u8c.<vmGyzPc!:nt`ccYu$VlXMj6>nQSgsKce dKJpTVb}=cHPb;Rq?:eTNbl>k>?e :e^Irq_cPN~~Ob9XorXlgHp@<ha$ex?c2KcnT~~OGZcF@c'EgAjfaWmZ8d1DhP-bsPbLGr'Ne4Yj5Xc+<c?_mp8edLWRbW:c<Gd<ieiQd'8vaIgo_~~Or]Eg:WjV?%JfxXk*V5UwxJhXL~~Oh+TgGI~~OdpSo>@",
  },
  bug_fix: {
    bias: -0.758,
    step: 0.03219,
    text:
      "Qgx>VtsKe$sn8ZcSMmX]d~Fel?i]ah_Arh`~~OboMqfA~~OjD`~[g=`~~Obq-~~Op/JgmGh[Zb{]yL>m`Wb&Cd~e>De>Yl[@~~O~~Oe~scOa}BC~~Omyl~kYch[~~Oq{`bpJnqC~~Om1I~~ObpWevWs,]cOjhU<jy[c{VvsYfXzj`W~~Oj+z~~Og>W~~On dlXVj(<x]GllZcwWt>Kg8.k8Y~~Ob$BpxMc)bj_Vf)ej)IhuR~~Ocm>c'Wfr-}Q d/Ye?aovE|LgedYc/?jfBd'kg&HwK.cJ_rY@m@1b<dcUKgrAGFfba~~Ob<95Av,JjFQtM)bXDqADg]]c6eg]ZkGI}{A",
  },
};

/** Weights of what speaks for and against a replacement. */
export const PAIR_WEIGHTS = {
  bias: -2.55,
  weights: [
    0.24,
    -1.35,
    -0.89,
    0.92,
    3.42,
    -0.36,
    -1.16,
    0.15,
    0.75,
    0.77,
    0.57,
    0.87,
    -0.64,
    -0.28,
    0.09,
    -1.23,
    0.39,
    0.57,
    1.61,
    1.42,
    0.24,
    -0.07,
    -0.55,
    0.06,
    0.46,
    0.35,
    0.49,
    -1.54,
    -0.38,
    -0.91,
    0.13,
    0.72,
    0.26,
    -0.12,
    0.98,
    0.9,
    0.84,
    -0.45,
    1.2,
    1.26,
    -0.11,
    0.88,
    1.39,
    -0.11,
    -0.23,
    -0.89,
    -1.46,
    -1.41,
    0.47,
    0.69,
    0.85,
    -0.26,
    -0.02,
    0.55,
    1.35,
    0.3,
    0.13,
    0.55,
    0.05,
  ],
};
