// Written by tasks/training/train.ts; change the data there instead.

/** Weights of the classifiers of sentences, by name. */
export const WEIGHTS = {
  durable: {
    bias: -0.345,
    step: 0.03122,
    text:
      "b$_UD!?bvZ.V#XcFB*Z&S9T'Y/X%F4_7H;[4I$E6`$WbIXZYb,VEA-]7^AX%>ACbPNC]?X'Q%?b<DbqI_e;F:T/XbcJ8Z-UbfR[p2E$`5_4G-S2E%Gb+CGT8W>X'W?]'Wb`??W4['R1RMV#I)X$Vc|G$KZDbSAbcY=Wb?MNEIXb+Wb'Z2ab2`b(db+^/W%][BKX,F1_NLc,Y6M'L,Q,Vb5UJEJUSVC?b+d2VbSE/DbFZNGb/B,E;A9[5ab>G;IbpbPL8HbTU%F4?-W>Yb:HS@8X@GSPZSIkc+EEM^YAC&D)V$G9Db[DL]2N+;BH'Cb<4b%U3TbY</UbSH2RCQ+Pb2I,UDC4F/D+I5Wb$GN^b F>dbuN,^/E/U!U+V+VX@$LOX9Z6ZJZb*TWgIU,YbHX9fRW*E$db68Q_?H(]bcSQQ.W4Ub Ebf^#K7J3N;G3U(Rc>Sb&b,Eb^I,]AT2U0V+R>E3E9NMY@Q%Wb.X,Ib)U0C/cesbb~Kb'S+WDEb)L#[!X%E2KRQ*[/YSP'Wbw>.Y_@b)Tb+Gb R>H2Rb7`b?[.WXKb'WTZCab1V;W*GLX2F-W>]4J?X1SPD2C/R9I5[(`'WQT'@b$Tb#[PIc*JGX$`HNbc]2S0Y#]5CaI2IETXKI>$@,DM],D'_4E7Ib2[RW'BSUb=X6GBT81@[.R!C-ibLY@W$]IW>]#[bDUb8B`S-Pc:Hb#GN_9_'FbJ[-Xb.VKF*V-LS[CCb/[ab$WbnZJBb!G)R(G9FBWFG0Ub8a5D,D'NbHZ;Vbj>b^XHKb=Z>V8U4YdSJ,T%?WPb']2EGJHS&F$[WHb]S1]@Y-H)DQDb8C6VFP!Z2Wc#?1[#D#VG:c&D$Sc?Ab*g$]b;Gb)V2Hb[I4S3^b:?/IbIEb=W0B@Y%a5YDYJZ/@.VbLE3DD@MFb,?LY%Xb)Q?G0[#B!a(U1Ib7Hb(Y2C`B,P8@b!H,BST?WAHbIFbfEbZWG]UK.g`B/WcxA>MWY'YbK>3Yb'YKCb8DbDTb7]FW`U#YPId<H^;-hbdC$DAGb#L'a#R5HbEX!_QZb1Yc$R'X( JY.EPHaB*:5QE]?D=W'MbPZ,ZUY-[b9CQ[4Sb.E6W(MZXb:Cb F+@VZMEb8GH[R[0WTE.Ub$eb.Jb0FE]b2G=FbJEbTB=Dbl;3cb(G$Fb5DbrE<X@^ER#Nb#X-]1d0B#[dM_/]%ZbUWb.Lb?]b9ZbGD&H*BST7WPAXQZHRYPIQJ&cPKJG#YQX%F%R4/?D*Tb&DbCH*FVH0GDE8X%]aR+Kb;Kc,NbNU.DbPLA[bIaFS-AbN[7NDJ?^b!EDY&Vb1GG@VAbHDb B#]b!YF_!KNB-A>Zbe[5>!?YK1U(E-UDZbVXMF+?b?R)XbBZb)H$U>E+GBHb2I4F2I)T%M8F2Y+dc$CGZb=?+G%])VMa!LODXU#^/C0Y%Vb*ZEWK@bCSb!WC_#H=H/WaB$E+U6I8ZFEXU>E<Wb5F%eKXc5Gb2E+G-DF]F@-XaQQXMD-WbSW$`$YQ^C[![*B$f#0]`6Ub'Xb-Y%>#FR@bNUbn_(R&X#T'fNJ;bJXb!VcYD!QbC_.I#G#WPM5@b<XG99Gb*Db'G=V'Ic)],B+?AWHUBE8X6Y=Z&Vb6T!F/WBA3YbLAD_?X!UYF)?#EOHDF8C1S$BA8'VMVb*CLHBbb d1@?^2Db5Z_;3HMB-E$VbBUY]-Z5F8GbYTTJ>WIY8Xb!Fb7@6Z`W?A0X[X'F&Q7Eb'-,D0V4Q8Bb:D@Zb.TR@Bab_V)Sc$^QX/G.:O_TMTQ5D'VXD1[@EW8#>SDbkTb9Y+S$D(B6YAS>IAG)Fb1j:X0H)T_Yb*GGJAHDH-V3W!S@]bwG3PH>bqHEQb.V$EbHC!D<S%Y!UbUXCTcCE'GWX3YUWQIb2_0F*I,K@Y8a;YGL,RB;%ELV$TbtC%HEc5`IW`[b8V^V:V5EUK.C2W:]^Q%?!YBKb'T)UVEbkWb%V.F4V#]b)H8D!F=9OY7W4DbLB6E&YAAXdb&ZBLb?Cb/X6S_S7Z=E4VYWXARE1S(G+>H]U>1D#EbCY=Db(DE^*Y]Kd7W>FODboI2HE=@F&Gb(`1W'<9U%[EBbBYb:]*L8EbMX/E!2(J&[(EcQU_UUdb<V>ZB:<D4SEXb'^0D:AaZRBb<_%B%B?Gb-W%I5E0ZCTZETLKWb/@WRb3Y#J3Z'V=Ycei<`$Y5IVT/FZS.Jb,I%FIK%T!Hc#XbODHZbC@$]/[b,F1GBTP=:ZPC>_[Wb'B%H#MWCZAMH6I4]bOCbZFb)IbGX5U$Wb&U3X3H%H7B-HIGYC7Eb)[;Q*WbfJ`S%B:=)Rb5B%ZGK/G'Y5_bhTYHQU5Q+ZYC!]LIbTJcKG3Q=:1YbGF.XbQA%U'_*Vb9`[Y&<*K-?0WOZb)EGX*Xb&YGINH=CUD=E?_%Zb(HSWb:FE:KG!H%Z9U<Jb,W/X;Y'FZT5YaUHV4887b:Ub+Cc%W*EXXb8ILIb$B![4LbAU]NQX.^#]bd@'YR[QW#Kd;DE[)FbEZLW%Sc;J>Tb<>%FXD5XbVWb5d#W(Cb3W2?,YM;SWAV/X%IbeDb>^5Sb$Jb,Z%Qb(EEN3VZGb<U[V!b?IbjRb.WBD%T.VLT)WRR^Lb:XBg%WD?/W_U-]b/BIG.D^ZIAJZT^c$FEUb!X!dYVb_Y#9/S#Db7M^K9Yb0`FV,G$h'V&VEGcnEbcXJ[>Xb1EbIW1L)K@]*BJ<FS8Z5Gb<I[C3@4J*WbXFb%Ucy?b2X5XPG*d.DaGIEb JJUbADGIaI'NW@+Z7I*W'X+Cb;[AWENQZb6FHY&gE`cZWb$iYF8E)J,P_J9U6E8FDZ$N*YKS1C4R%K%iR[bQTYSUH9EbeVb+BQI9S/^b$KW>!^aV8T2X!G$G'Xb)Lb)Tb`aTY/Y,U$Jb=T!Vb6d!Xc9D$H<J.K(H$D+]5Y&EKZ+Yb(=4U'?bOUFG/]c2U3EXJ&H%CJJbjKTG*IEG1ZI?b?-JH0^b9m3Vb%Cb1=TJ#EWV$_=A.Ab.XJXPGb-[@D;F=EbC_:db>GGH?YcW[UV)A9ZbAJ!KP[2[ITWFMS!X$DWbGc&a:DXU#S2XWTJUb i=Y7>2Gb7UbDG`R;S:JXfOZ/^b&WbMG%X'SbPGbEYOIRI-8[V4V6GbPWQd9S)[2a;Hb2V#[UYbCD:AJWb!>DTb&]%CSD;]bMT?SbEZc<RKFc.V^H(?MJbSS,D+X#AP['?$U1Eb)_-cb)Gb.]#JbQV;Qb#W4S0;b*Yc4_b?VZM'G#Z%R'*ZX1H#C!C!VCX+W[bW]/Jb&`0Z[C%^5EbH`5Y9c3H9a5XbQG%[2DEXb)W8HFQc.YUG^Q!U:XbAK9G5[2Tc0]YM0[4K3XFHbkS,V7[!Q&B!_AV#E)K3Cb%MME_V%M7R:G7BKEbtI_g)Zb$J0jQebuU-eQF&E/ESU,`b.XW[WMbS93IOV%^bABbIW0W74[96X#X%MIB0[<G&V?FC>(XMV(Yb)[YCSEYTb)U^W>a5EQJ5B.[b5Nb?Z,>bVE7GZDJYMXTUK`bBZ.W:UB[)ab#9b0GbL^$CdiE3E*F$D/@[S.F/Y>X5I+Z%jb'aUD:D:W!ZWM%FbEF#X&VBF?Zb1M%X:C4G.P>]bwVWV0ZCYc$H:SRF2]5W(Db{H2Db7Y+Z(Q#I?NKU>K!V>ZbUT#['U)U>Jb/Kb+Xb)T,GZQbNHDZ.GEXIHb%MbG?MM.GbRE3KBJDL5`WUG:8J/K,E%C`a#F5C)MZU3iAXb8fbOV:[BHb,[*Vb(R8Jd$V#W5Hb5dG^c@[<W%a#E3>^[=XYEb!W:G*URC7C2I$S<VRA,Y]Wb.Nb+X*Vb*Eb,Y+cM[AF&RG?@Y;Xb F*C?JRY0V$Ab-V'TFXLH=W+Yb;_3_bOR3K2Xb%`bGHPCYX(U,A9Y)V0L4L9]-IH^@Jb7Y,W;X.Yb7Q+Tb:Z&EcNH)WTVbvGbNY+Y)D^I9N9Cb$T.J$I%ZRY-K#_&X9K&<;[bDEHK1I=`#[:Yb'X%X@T@F$HBCbNH>F&>+YBYMCbRG>EDdXT#T<F%VblLbd[bBV@_BKG<AG3E^KNT5FDDcW>b*X([!JPJ8Z+H:EAZT[(C>_JI'R<[+X,=8ZHZ?X6[&VAC'Vc&GMV9Y5S2Tb'C2CY?,a@X;`c7C#]$Z%Cb8Eb$>9E7EGB(A[R!Wb>W$[MHMW!F:G2Q/a]E8F9X>W*Ub4B$Gb3@(Yb.E=V<]HEbFZ6?/[QK&XRU%?4M.C9C?B=A!X0_b-Wb-[.X<J#^&PQY8E-S,Zb3RC[LXb5X&T6UXDNAVaTWb%W]X[?#^bTYRF`V/J-U!XbBY!J0G([/X)W,DZU/I8M4Kb+VTVHCb.V6C.>&`aJ]Cc9F$YcKD?WKU#Y.D0YA`A[.ZPSb;]b#IGDbnZF^!V4>FYbUC9Jb-YAZ7X_GDXbg[!Jb_Z$TbPb%V:G'X)D?K3E3Zb+G&F:Vc4E8V.V,b8>R`-G%Eb J(Q?W!J-Q3`*F%V%MNE7Eb#LEZ9>b-V#W$YNJb;X7`bSX!U&`M=4[bZ?&A3B2W0_8Y7EXWb.F'EGSRHb;<T^IE(H$Db*V7G/H=V*ROR0DYG7M$[&Ub4W4G6Uc>Wb2>(E'Q%T&DbMJ7G4^b$HDE,XPR#ZT^(TCY0XOCbOZ>B@Z-UK?:[/Y=B6`HV[[=[bDF,G-Vb Fb S1d/W0JEV7LYdEVZJ!UJ=$@.YCDEJ0Db-cb*KEIb,Pb;^!W1F:Q&^c$CP^XYcEYSGbNU&D5X3Eb'Q^PbEgNE]M'M#ab'V.Bb/WFV&]2KbCW?=6[2]'HKB;Db7GDY(Sb!U'9ZDBEbqW4@)F6]2Z3Bb&Db2Hb Y5YKZ'H,E*Eb/I5`5Wb0FGC*Jb3E&KBI,?'Yb$K(SbAKc#G#S(U%W+VQ-EUC])C!YbKK7K/XIdGD$[E>b;G&V:Wa>.Y/F$C'XN`$V'U,]YGLZ%J=Z9E-G=GbMJ5I!_![b*J#Hb;;&F&^(T8IXJbOHUbb[VUF?K+XSX/Yb-X#_b9HN`*F:ZbcZEX1X2R)KN]@L>V%V=Y&FKUb)I/I,[KRSW!F3a=JGV&Fb$Vbh@:C1Gb.KbmH9I-U>W0UEULJb C9Nbn^/E!AJW:_G>/H&Eb<[b'K=[SF/XBF6X!XbEWb'XFB/A&Mb$B<P!P;[EC8S!CFF(Vb0Y&D2Sb!X)Eb;E<Z3=<V/hJH7D][YD.T5TGX@[C>+U@P6U,]JTEb9X.?]Wb @KD=YYEV^8C*]b&d%UCW(FG_@Xb!U(ZHD$F']SR-Ab+Hb]Z:@+KE3L>b^[1Hc=E5Zb)bAT$X1Zb E4Ybn_RA*U%Yb#V>ZbAQ:JCYb$E8YCW=F3F'F=Tb0]3BYE%Fb1Tb2C2K'R6G0cb2sb%SAY,F^Wb,aB_LS-Lb.SEcb@Y+<TV$XUBb+W=2:E*>+_)Y$Kb1Y6V*`<E#T3S_W<Xb8G<N1W/k2WX=4ZEB-^;V:WR[DD#[%HGH+Zb$A@[b'H+>5L$M);8R[Z2KbEE5GbbZ/Xb,VBY=J.[WE#Sb(FJFbFX,?)S@WGJIZ.MUF.U9XDF5RYJQMCWb=X'FbDR^Y>Tb,H8EV=9F4V.S,C2F+l+E/F>C'S5A*VZWb1V/E.W-S]T$G0@Cdb3]9jb~a8Ab,VDX4>b-Bb7KEW0FKG/X'Zb6H7Ub,@c=XN]]Wb<V)^c4`FB4X8KKF&B%^IGCSb'Ib9Rb<<AV#X8T/=K+b{Vb0W'U[B3aVUbj]!E3Y+9@F3J/R(VbZD,I'[#[,SGBb@Ib&D8eb YaGbA]%E=TMBRV.FYD>^8U2FMX&Y^UbC]b]]b0HblE*G2XKXb `,JCKZF#A3Y7]TY/Z>E*U9Yb;_'ABW*TOU)P-W'G9U5Yb9WaC2Fb)S9C=T(S^ZbUAKH*A8X6W%^.`3ZN^$B^GAX.K/EYJB[b'P/;BZb+E8C-G3YIFKMb$I(C9^([#D=EVS$YYa#Bb)T!ZYRQ9TZQT)Y*@5f)H#T+WFNb#SNB1VcJB_YAW8@dt]#Yb.Z.HbMDIRbVGRVbWZWd!Y,D$G#L.X!V/Y.V.YMGM?CH.KbvF9T2H2WOC*Gb*H4GN_4WD1ACDC1XHSJP:G%`&A*]=bRI.6%ZNA'Sc6Db6]csA#Cb.ATF_Zb%V9Bb=W%ZV8AC1FKUb$[!H/R8S>;c5ZE]%aOQ-N5Cb_]1X&S+X9b+ab5I:EaUbqRb*A*M2[(LIZPGXHb!cU^$K>Cb1`*b.Y(HQa!W;C(Wb'ZGJDcbRV.>,d'X9EBX#W*R!EH[J[>Yb<Db)BKWL[VC6Z.E=X$`&cb,b![>Zb5I5HbFTRJ7XRZb@Z2X$J(^QY&R6E/XaY(C2EOV!E(>/]cQBBHJDFG'<1J;W6_*G8X.[3Z3ZZbbCY0C0F8V!KbR[(XGG7T6G%[(F,Gb@UGY;T3VJP(]b'FAD%M%B/B=U[?1HFd9[2QY<+XbiV0DbMNb2E<V@E]bJE%JYTbaCF<bNV/V4X4Ib!EDB9[b&b+Jb&D/M/F'Qb1M#Ac9Tb:J'dNH-A,GHHG[8]:gDKbKB)K0Y+Hb!H]J'TC1'T,WRB7E8cb9Sb0DaHE[*7!XYT1X)@*B<FGY%[!Yb TD@b*ZD_b:HaYHAb.Z?V7Zb)Vb&T(E]IR@'YRX4]bK=;Cb-Z?[!@?EAW181LFX#Xb#V/NELAQb!MQK$WbNQGDb(@K6IIb&X+^,Q.W5F0>-hFH2[BW-`&`2Ib;EbX@b Gb:UQS*l:V#T&XBiQLb I(YbEfNVMI'TbNR+YKGb@Y*PMH!D$W%RaD#C#Y!EPJ&EBBb+E<MXD.FbQIHHCZ/H.H_F(@)J8X%TbAZ7Yb+D6H!E0FbS['F2J$g)B%XbHURD=[!_c?eJC,YY]CG=L#Yb4F!Q&Jb;?bRW4W0?AK1Z/W/BJK4F(Y5Yb/W6Ub#J9[b$](_/P;ZNC)BWASK;VbS[8FFY4BWL07XC?X+?7SbqP1D?>'_+JFYb#YBX-YPX/`4Z>GNH%[b8L%DbIGc=F)`8G+F&J#S$]<X,U2Lb)Bb-b4eb0Ec6BJWZK?HbyE*L$A<FST'E;obPH]H!P]_(a#[(Vb!TJU4D!S-S-Eb@YACb*E3Cc1BBRb][)D?gPS$G4aXF9@b+B2Y/G3])@bk]<WFZb;B.Zc8H+Y=V#F",
  },
  request: {
    bias: -0.804,
    step: 0.04254,
    text:
      "~~OlZXcGS~5Lg8TbWQOJd$Kd7WdYJcHIf|Hc LjmWqKJifXc^Sf+UfFlcaLgfGt>=k[7tgNeFYf}ur)}cEMb#U=N'Wd9XQJoGbf7hi}@i0K4nHMj`PgmbgCsircfrI%RbNIf]Kbnjg,Eb{Mhnfq{Hcc dxWhGHe=Rp[Kd#Td<Ib5W~~Odz[bDlsI`q3Ke22dYchpEbb3c1Wf{W`G|C]f%hbZahrWn:WrXH~~OgkXkGKdx5jbFTRftMo|I@cv2T+Cof:l/Lk+Jb,_ZEcBVdHEKalpMcO>d1[ec@cGJf6je#LbrYu|Qe`jc.Abo>f?Jd.I~~Od%]eaHc!Ab2Fe%Wg]]p 6@Tc+`gQeb.Lb5AblVj8U~~OdqWbZ^VKi8S4Xj(JbhhbzKq?Ig$Gk>HdZdEJs6Ke:Gc<LiJTe>Hc-J]ZckEj4Uf4LdnfEdfnXs+JjAUf)?e6Ff1LdQLebEm;&c;_qdCc/MbyMf#Xbi,j_KeZPe@Je<Vg*M<<bsIs5?c<YtH^iBJc|Kc]MbVIbRhb)Ud&XhhSg&GG?pRRgo>tfNpUE`Lf|W6Rcx:dNJfBLkRPux_bZCbmfb!RoIHhXWecVp)>bXQVFe[SkjEfiYb^FhBXi0Sd}PfOJbb`byWdJTc:?fA7ei[g4I",
  },
  decision: {
    bias: -0.496,
    step: 0.0286,
    text:
      "fXXdj2n$@2:vabcF;~K@cGcbu=bWKgKefd?f|Hc TjmebOY9uhg'x-ChiQe>W~~OvlAtfskPGdp1~~O~~Omk3br`f]GbnohiMc&rg(om=Me|`g>ehG]e=Ae>;s5eg0[pGLepb~~O}6LewG~~O~~O|mZk$a~~Og~#cJQTTbZTeWBo|<ngHi3T~~OZYb6SryYf)@jg<cGBr9So3EpqFe2RrOeo@Rbwpc}Uh_gf`)ccJiBic9;c+ tRN}~]ceylXGhGIb}gx]GjhWcBKcwJt>Te::qs_rY_ij@qlZb5qbMYiOLmKYgl?vhBgXeh:kzi/d1@bIeg^dbZNbL<~~OqQ>edZc/>c=Pd<+iSRf$X~~OgAWvGVe=?csFv>GphFx.F}$RV<~~Oh)C|[^f>`",
  },
  anti_pattern: {
    bias: -1,
    step: 0.05177,
    text:
      "~~O~~OcwD{|RcHF~~O{ZGgf=~~O~~Os=Nb?HdpY~~O~~Od>ck0QgmAh[Mb{GtmIpyZ~~OtY8~~O~~OhaP~~Oi`Vhr`~~O~~OhAckGLsc[pbXv[JzVNkqAc=a~~O~~O~~OrF`h8KxJ[l~BuPQk5WwJabfDm/Pq?]eTHblZk>Ee [tpa~~O~~Oe06iOCf)cm<IebFt8LmJTsTNi]]kC~tj=ovKc?EmpHgTD!Z~~O~~Op`Jm^GpRJ~~Oh*P~~OHBi@FnqFssPnWXjl`",
  },
  user_preference: {
    bias: -0.955,
    step: 0.02833,
    text:
      "j&nl^`bcd~~Ol-ek@^jeIj^6PPfL5c FmS`gKn~~OXc}zEkt`{#Vct`j}@~~OnS]~~OkdTDWgmah[=vKD~~Oc^[~~Od5fbT]sLDmMI}6[hVVf9Z~~OAG~~O~~OuJGfH[cn]n=fgI_}Fac:[g7JrO]z!9h9Jh:6hU>cGFkN<z?Ru}A~~O2HpFEnZugfB~~Oe$BmHEpTIe)Bb;HuUqll3i@UnuLg8`5FbV ~~O~~Ou*?fEdcnBt8f~~Om2aj'DbLaeKDze?q^4c|@c&3WBk~>imL~~O|JGe=^~~O~~O`XjFSdN7qrEj[*hh-gGGssR",
  },
  convention: {
    bias: -0.698,
    step: 0.03303,
    text:
      "vjGvxQt3?obmbuUbWSlqDs@W!]gVHyTZcf<fA=gfVt>VdRFpHjvNTtsK=9~~ObqF~~OojXbrHf]?h[Mb{;bFWse?e|KnGJe2J,Up[LyULdYKoFTfZSmMMq3Dp VjrH~_MlY/qHJl[JbRF~~OiE4i9ocL@d?4pb(b$Go|XngJ~~OdjNlRRb[&lBAoQXcGJhwKctDz?Vx]Ug6_n*ag8Nc!3q:Hj|^@Sc+gi8A}rZjWVer8uBFdELshBc,>llCi@KrqWc<>mRdsyHjmP~~Oc.<hb`ewXc2CcnEt8=kpdb2~c/IrJNeZJh3BhP>bsLbLKr'[n+Hq^CedJe.RkOEvaXgoFw,htePg*GpVRpdL5IwxUki@jDjtq`l+Ap4Zs[Ho>M",
  },
  task_learning: {
    bias: -1.202,
    step: 0.03429,
    text:
      "~~O~~OcwGs$gr!Q~~Ou{Cqf]| K~~O~~OnpSs.S{[HbrEf]HoTioRPe|>nGHe=NbW>4PqrSk*QbUgyC[f%VedLmMXn0H~~O|xLkx?~~O~~OhA<jaTb%D~~OeFNvQY~~Ob$?lvEh9Kh:UhUUcGNkNR|/+b1]f}Cm[L~= b2F~~Os,VnFXhzJfMWbdIce-dKPr5CdELrNQdE9jhVkDMv=Z~~OjOTqlBcDQ~~Ost9nT=nL;e<JsbEbsKu3M~~Oc2P~~OmRS~~Oc(Ek)NGXl^;jVBph6t0le<HbXkl}_~~O~~Oz'E",
  },
  environmental: {
    bias: -0.585,
    step: 0.02828,
    text:
      "uE7bcIec`rSJc@Xr1Lj|ZcyFf9Gjg>cHJb>We|Mc MmS8~:?cfQfAHd#^e#ZwRSokbmCAk'6jJdkgC=H'Zdj:} ai0N~~OgxNDMbN6d}Xb|9h[Vb{Ei*.m#Re|@nGEfVXd%5gW?~YS~~Os?ZdAYmA7c|WewHhIY|NTlYBqHRg3`fgT<X~~Oj>=~Q@o|IngHc:6sboc^Xcd7nH=gOEfeWd SlRCd1Xgl[hwT|u8c.=vmGyzQc!9nt^ccZu$UlXNj6?nQSgsKce dKJpTXb}=cHPb;Rq?:eTNbl?k>Ae :e^Hrq_~~OdKYorXlgHp@=ha&ex?c2KcnV~~OGZcFAc'GgAifaWmZ9d1DhP0bsPbLGr'Ne4]j5Uc+<c?^mp2edLWSbW;c<Fd<eeiQd'9vaKgo_~~Or]Gg:WjVA%IfxYk*V5Vv,Nc,JhXN~~Oh+XgGIssPo{So>A",
  },
  bug_fix: {
    bias: -0.718,
    step: 0.03272,
    text:
      "Qgx>WtsKe$rn8ZcSMmX]d~Gel?i]_h_C~~Ot:Mqf?~~OjD`~[f=`~~Obq-~~Op/JgmIh[Zb{ZyL?m`Xb&Cd~d>Be>Yl[?mmY~~Ow1rcOaxh4ewE~~Omyl~kYch[~~Oq{`bpJnqD~~Om1J~~ObpWevWs,]cOmhU=jy[c{WvsZfXzj`W~~Oj+z~~Og>W~~On elXVj(<x]FllYcwWt>Mg8/k8Y~~Ob$DpxMc)bj_Wf)dj)IhuR~~Ocm?c'Wfr-}Q d/Ye?aovE|LgedYc/AjfCd'kg&JwK.cJ`rYAm@2b<dcULgrBGFfb`~~Ob<:5Bv,J}U)bXDqABg]Wc6dg]ZkGH}{A",
  },
};

/** Weights of what speaks for and against a replacement. */
export const PAIR_WEIGHTS = {
  bias: -2.29,
  weights: [
    0.4,
    -1.95,
    -0.5,
    1.33,
    2.66,
    -0.46,
    -1.11,
    -0.61,
    0.8,
    0.53,
    0.83,
    1.42,
    -0.86,
    -0.4,
    0.76,
    -1.66,
    0.41,
    0.79,
    2.67,
    2.35,
    0.74,
    1.29,
    -0.92,
    0.49,
    0.72,
    0.78,
    0.62,
    -1.42,
    0.38,
    -0.32,
    0.39,
    1.44,
    0.83,
    0.91,
    0.96,
    1.04,
    1.24,
    0.17,
    0.75,
    1.49,
    0.56,
    0.67,
  ],
};
