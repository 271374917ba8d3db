// Written by tasks/training/train.ts; change the data there instead.

/** Weights of the classifiers of sentences, by name. */
export const WEIGHTS = {
  durable: {
    bias: -0.325,
    step: 0.03032,
    text:
      "bXK!E)YbnX.Xb]Gb*B*[&V?X3Ib$W4E$H6ZbZWL]bPE-]7`E>ACbs^?Z+DcoI_c.XU[c(WbfT[s2F$Y5Z4H-T2EBDNDGT[TEV2IbrS5P^b6W?Ub@XbVGZBbSAdODIYb+Sb8Vb2_SH6]:WRX/X%XbEW'Z&H1WNKcAN'L7Wb5T@Y+Eb<TCCCMId2]bSE/@cbU/E;C9Z5_:Jb?FEFdNC4>-YbUU#DSA8`blSIibONZFboU$G9DcD;BIbB4b7XZEa9/WbePCQb0Z-MARZI5W+PQYWZQG1G>ab.G1Pb!Y=V6URW'?$IOZNXbSQW^IU,^b4EMc_Wb68)GI^?HbjZb1VcHY&UFJ&RdTbbiF^RWEKKMW@^b=Mb8B/ddaRbP_=LbbLb'^NG9TSZ!X*V-L#YY^b Sb}<b+Cb)SblR>G2Qb7eNVRZ.Xc2P#WC_0Lb<W*H^I-YQL?Vb?VMX(_'WbZZb#ZPEc*EGY$^)Mc$ZAU7Eb1Ebe>$A,FM],E'[9G2EbdV'DbrRb,4@[.Q!@-ib<RSUb&Z#YbDXb&L3G`V-RcTQ)VbF^JKb'_-XbnISYCCb/Yaa#V!ZbnYJEb!IHDBZFHbG_5?,F'NbHXb`DE?dCXcIVbNHbrQ@Y2EGHHS&E$ZblTHU/X#Z@U-F&JTEb8E6YFP!Wc4B5VG?c)Sc?Hb*eaTbGW2Fb+Yb$Q3Xb:?/Kb/U;Ib=U0A@X%cXYJY/?bYGVEbXGLW%TbVY#D![(W1Kb7Gb9D`B2W2Eb-Cb1YbDLc-FMGb.Z=E`I.iBV>EckB<J[Y:ZbQ;RGcBJJUcdWeJA-fbgD%Yb?L'_7Gbwbb1Wc$N. JX.FPFaB*A5PEV?D=Y'NbPXa[-^*Tb0DQZKXLF,A=L<PbXDb H+J$HS^beHHVbTD.TGH>`cDWUEZAcaA=Dbl:`H<Db8EbrF<`@^EWb1Z1X0D#[c^Pb.R/^%_0LbFZBWMNb?ZcBH&F*BSSc2K(FRYPIbEK)FDYQX)R45&U:E%X&UbYLPA*GbHGb;S+JbvXb:I6M.TbNEb1H@Kbj_RIb@F/Y7KDL?Wc0I.GGAVAc+Gb$YFa!ENC-@b@L<W[A!/b`]b)Jb:I+<&Tb:T)Sc-EKIbSF4J2G)T%K8H<cc$AG^b=A/X)W4K:e!G2I>EXV#_/D'H*X%WZM0W![EV5`bYVbD]#GKXaF$G@D8[FDXS>EbPD%adSC+HbCSbTVID-WbS[$^$Yb3Y![-i#3RG@T,FbDREY%?#DRDbN[bn^-X)cNC;]bKU_QbzDbDZ.E%VPLbP[G<9Ec/Vb8PbJ:AU/G:UBI8Y6Zc:X#XbLCD^?Y!WYI)>b4B8C1U$DA@'XbVD8P5IBYb [1A?fc&=`D-D$U(J3WbYX)^AE8GKSb/VbYXb9Fb7>6Xb=C0Y[Y,Sb=6,H0WbeB@Yb=J6JOYQGb.R)Tc$aQZ<?O^bGSb2D1_@FW5#9SBb=W0UJUb.Z+SPRb.D)Gb1dID)ZUQb3HGF8WYU3X!ScJSH?c7Wb.UbhX&Y?Vb7RC_GYc#E#Tb'XUYQKbUI@W8bb KMB%GLU$Rb;V^GE_5`ITbJFMVbJ@UJXXGT;C!YBHbeIMHb>Tb%W.E4UbCMIW/WKWb`G[;X`b{LLDAJb$TKU4Rb_UXHRDBCb<E3C[HIX9RbYWdsYb,GboJ2GED@Cb-ZOV%]d%Db[@!6%I0Edfeb<Z>XBC<F4ZbK]1G$T6C)McKE%C9F$H$DbEH0WCWbMHKVb/BWPb3Y#M3Z=Z'Tced<^b-T/FZY.Cb,IRF0WTIb>WbOGbk@$YHPSB1Lb1B:^b-bbbJ%K#KWFbN@%N*J4VbDM,DcEGb/Gb!KTUED;CUDYDb?VDWcFZ%I:=)P4Wb!FYG;YcBIQX(H.Rb#B!`e/IOCbWFb_>+abBaa?*K-D0Xb~Y*[bVIDF=D-Hb?F%^HZ:V_Ub(W3=E:PY0YEG^VXTaU5XbZB8=b:UAVKAc%W*DbCVMHLFb$@!Z4LbAXbYY#]bd?'XbBVdb^bMXd*TbkX.GbkRb5_#WbK@,Z;T3?SXAWGTb8Y9Db>^5Sb$Kb,^%Ub(EcNQ[U!]?HbjTb.[#V@D%W.VTXbNMb:VBf%UDA/Vb*Yb/>VDJJ4`/G;CJY7E>Yb_ZDCEUb#`YXbaDbDNb8Xb0ZTbd>P!FbcVb'Wb(Y*Ec#Y*FbF[bPD[E3C4E*VbXGc6U$MbeBb2Vb$E*g.EaCIFb GJXbABGK%U]G'JW?+]7H*Y'WbJSaK;NbLKHV&cb0Ic/`b$f#TbAQ_L.M,Xb)G_T1K,J)V)`RZb{D0VcRWUE8Cb)X/Yb$GWB!`b7U2U%Eb/Lb)Xb>TBcTV/V/Hb>TAJb>KbsGIG(H.[b$^b2<4Y'AbuD/Zc2Yb*HSJb^P-I^HEDYBb7L)-JIbHh3Ub%Gb1DTG#EWY$V=AbeZ4L=Hc%Ib]fb>Fd>T4NJC9ZbAJ!K+WbvGMU!W$Gb=Z&^b3Tb(UJXb h=Y7?bHXbDEbRL#YVbO]/Yb&VbMBc=SbeF-:b.Yc8c9XTDb4[UZb2R2F:DJSb!FDSCMHFc<T?TbEZcgEeMV)R6[#FVB$S6Gb)X(`b)Ib0LbQ_;Rb#W4S0=c~Zb?VZF)U%S'.0MKX3F!D!ZbG_WZ/K1Wb%Y[E9IbH^5V9c3G9^bjab_X8KLRc$Vb7G?V!W5UbPT/H5VcAWYKUXc)I*R,R7X'@BU+I3Cb%LRD^L7U:I7?KEbtI_i)Vb$C0iQdbuW-abbWc=LbS=3LS[bAEbBP(W0W75<U@8b$Eb.FC<bdXGWb%@bJDb4U8E'^b%GBXc6W,@b'SPE7IZFJZ)Fb4V%XKa^WFWb(`)[+WY<cAGcAGbxGb5P<]]X%a9XOZU?TW>W:K%BbEIb'Xb1K>DAR>XbvS@P9V0XcFH:Tb#`5Xc5DbA^b2X]WbUX)UFDcpHZS4Ib_Y.JEXIHc.?FJ5GbeHBKDJbQ<QJ%Db5Cb4dbXdd#Vb#WbTUc#W(U#TbIc&Icb[@d#A3>b9ZUG%Fb!T:N[E7D2C?SRJb'U#Nb,Lb+^*Wb*Ab6aIKb0?bZD*A?Jb `$Cb-W'VFXb([bW_bbJ%Uc;KPCYX(W,=AX[Z-HHWb#Vb[UHE;S+U4Mb'W&BOJb~D)YdNT8[b=N9Ab1Jb%K#X&X;M$E0HbOGHE1F0FbOTDZ!S,U7Jc/F&>c6XTGDcXS>C%UblKbcR!WbbXBJG8AK3E^LMV6FDF0Eb}YJ9b*V)I3HUZ#R)G:BAX[C0L/ZJGBX6?`X?U6_c~XMV_KbDCKV;^c9Z(Db8Bb$@b5C(D]Vb>Wb<^;L@d]Cb-S*Tb4Db6A#Ib3HX[+Y>GbFW6B`K&_RW%B4J.G9F$W<F=E![0abzV%GEJ#Y&QQX8D8Y.KbHX/R>Wb5X;YXGN@CW4aTQc=C#]c(Db:YbBZFZb-XFM4Id:>&]aKWYc>GbEFbfTKW#^.GP[AZ.W=V4Tb;]b#GcQH+Z5HbQXb9>VVAZ7Te-V$SUI]Z%Z:E/E?JbOFcjV9`8?RW-Fb%JFZ!G-Q3Z*D%P%H2N=E7Fb#M[X!T!Eb-W#XQGbQb=Gb8V&YMDbnE&CD]9V/a7GXYbZTRHb.S.?T_1G9B(J$Eb*XbXRb!KERb4X4HQCUGbLXb2>(D'R%Wb`T*F4YU[bMT#W[Sb,Lc#EbOV/YRcHU[Z=[bDCb8Db1b>I[LYXb>J!TJ?c5`b*JbePb'U2G?ZbPW2Pb0_XWcxDbSE5W3Eb'QHW6TbEhNLb!K#eb'U.EbkKbb=6V2Yb Q+Kb7HbRE(XSI#X@DbqZ4B)H6ZDEbxFb5XK]'K5HbC^5U.Pb#E6N2HbnAb1Pd(SZR-3b'`)D/[bTJ/WIgGE$XEBb;Ib><<C$E'Y)RFZ$V'W,Z>Cb'Y%J=W9CIGbbI#Yb,F&Mb69&G&](T8KXH`XSIS]b/TMXbkW4Wb-Tb;INWGHbRL-WEVBP)GN]^VFFKT4Mb$M,VbPXb#VcRE1K:DPH?Ic'G$ZGVT^bLB9KbnY0A/HU[GB/H&Fc%L=XGX-Ib%ZccAbDR<Z]UGG(VbFWb!X)CW[b'Q,=<W/fJEb2ZEY)Y-H.Wb:WCEbSQE[9Y.@b]Bb`J#Jb+<*[b&`%UCV'VHZbHTbOEccJ+IE<LAbLX2Wd*VCYAW$S1Yb4Ybn]RL*Y[HJYb=LaWb$D*G/_`I'Y3@=Xb]ICE+Ib'Rb2B8R6D0bb2cb%VAS,I^Ub,hb9Mb.TE^]J&Y@^_S$ZUCZWN7CF3Xb4T?W<Eb2[boJ1U/ib)<4ZEC-]TV:E9WDE#X%HQVb$E@Zb'K+A8N)<8P[V2FcWIbSM-YBWJYWFb*JJFbQ?)Ub&IVHUGFW:C?RYGb3Yb=U'CbDSb:TbCF?Y8E9GAS,D<l9K>B'W5>b#Xb5M8Wb(U$H0CC^bJH!kWEbGa8G]LTW4>EFIFb[Ub.ZITb$Wb:Uc]Zc!^c4cFDKKPC%^IIbIHb9Pb<<AX:U/B-J,W40cm[b I3[VZbyF%Y+9@>3G/V(W7R1TbyA-Yc3`*VbWHbED.E0TMCbWG>^c|^b]Tc7QPJ2WbK[,Fb>:I[T_/^>F)J!W9]b;_'BBU*RWR-SbJLBWaB2Hb)T9FDS^Wc+H8X6Z%Z.]3^NZ&T[H8VEIYGbHQ/ABZb+EVWb3MEJGC6K$Y*Bb2S]c#Fb)XbJBT[QQ)[*C5[+WPLb#VNF1VcJB_Z%YS_!CefWbZHIVbVJK]bXZ^^!X,D$C?X.W.YMEM@CJ.AbDFRH9Y2F2YOH*Jb=BNZ4UD4AEDD1WHR:PJF%]&GF[NY%I`:'Wb;Sb9Hb6UcsJ#Fb.BbQYb2^,Eb=V%Wb6Fb_[!F/Q8R>=c^_bZJ4Jb0X&T+c9b+`dcRb*D*J2W(J;J/Zc+]XT>Cb1^*`5F.WD^!U;Bb<Tb2BbIA,b'Y9GDR*Q!FH]b'Zc'CblL(W/VJW$`!H%cb,]?WcQSRF7Wb#Xb/U2W+XIY)Z&T6F/X?WBZ(D2Db%][UbuDb+EFD'A1N;V6Z*I8W.W5V1VZebR?HGb>Y<UGCc$Tb3WJQbNDSZ[FVb9Z2SY<7Kb]X0GbMNbMVb;c7Y8Fc;E,H;=b]UblJ9Wb&a+Kb4M/H'Rb1C#Cd;iNG-E!U+Gb._8W:eDJbIVDBb!G]I'VC0'V,[b(C8_c+I$Y^H(P>[*3!_.XLV9C*?b&XPT3TDDb*YD^b4V'GbGBb.Y(X8W7]_Kb1WbT@XW4ZbKBb]V*X!B?=Q?1LF[bWNAQb!NSXbvDb(?K2bNW+]9[PgFB2]BZ2XbLGc;Fb,Yb(p:U#X&XBgbQHbLdNWc#UbuZ*NNB(Rb!G#VVDBFDSb#LXG.GbyF;I)[&I*G.F_G(E)J<WbAZb6[,EFEbS_;f)B%Yc8Y![blIR`UYYX`K#Z@Ibv@bR`C?AJMEJE4I(Y5Xb/U6Wb2Db4[IZbLDSIbPPb:Zb!F)K0@XCFW2X)PbqPOB'[+IcU]4Ub/a=Fc+Dc=G)bBE&G#T%WW@b)Bb-b4_b0;bTZ=HDBbbGbyHbZbc.;!X@V=_(X#XbRV4E!Y9Eb5PLD.Xb/Fc1BVPbHa)H?`SF4]>GGS-Cb+B2ZI?ZPcoBcEI+Y=U#@",
  },
  request: {
    bias: -0.802,
    step: 0.03702,
    text:
      "fXJ~~OiIT~~OblMd~UbWQdRLi]Hf|Fc Mi{Nb0YqKIdJ_hyTf+UfFlcaMgfCk>Qt[7xoZf}zr)ycELb#UCYd9[oxcnv>i0Mk<Qe)Jd$cgC{oG@%Ti>kg,DjLkm=NhB b]LcYXlFQbkMo/Md#Vd<@b5Y~~OdzcbDlbsKqsaq3Je23mP2c1YbaReXW`H|C_f%cbZdwpNmhKd-D~~Ogk]FNcFVfHVcnNdx0jbITVuSH@cv2V+BggLi=8l/LfAHgOAcBYdHA9H3`h'Mf)McO7d1Yec<cGJiyKbrZu|Te`lc.@b1S_;f?Id.Gk6Mn6Mo9Hc!@b2EkC]p 4@Uc+ZgQhb.Lb5?blYj8VcVQ~~Ocu_inT4WkQjbzL~~OcCIvwJg8G5Ri6Ue>Jci^ckFj4Xf4Jjd[q#Md8PiOTf)>e6;f1KdQJebDm;(h;Nv@*j_JeZTi>Xg*L<@bsIs5?c<ZtH_iBJc|Jc]LbVHbRib)XkORg&IG>pRPgo<dfM~~ObtD`Jg3Rcx8dNKfBLkRRw6Ibmib!RoIFhXZecXp)<bXUVEe[Tq6^b^Cp4Rd}QfOFbb`f'cc:<fA6",
  },
  decision: {
    bias: -0.513,
    step: 0.02732,
    text:
      "fX_qa:~~Ox6=d~:bWFlq<h_V~~Oln9~~O~~OdV:~xA~~O~~Oq>8br_f]Dj:DyLenG[e=<e>,~~O~~O~~O~~O~~O~~Oo`ck$oq+Uk!LnqVuS=v[P~~OZ`sqVf)7jg:mWQ~~O~~Onouc}Sh_hs%;v?C}~Zce~uBddERshSc,AllJvwZ~~O~~Odd[b5rbMVu]W}7BnTkc'H~~Ol7[|QJn#Qc.?ed]c/>s6UpyK~~OlnTgrDg*IpRH~~OivE{hIbXUV6~~Oh)B~~Ocz_",
  },
  anti_pattern: {
    bias: -1.046,
    step: 0.05348,
    text:
      "~~O~~OcwD{|TcHGh_N~~Ot:Ggf9~~O~~Ot>HdpX~~O~~Od>cq_Aj:G~~OfhXvgH|q<~~Op$Pw]U~~Oq5_~~O~~OhAdkGKscY~~O~~OpI[~~O~~O~~O~~O~LDuPRk5[wJ_bfE}0]eTHblZk>Fe Y~~O~~Oxb8iODr'IebHt8LmJT{sZkC~bsN~~Od-Hc?EmpIgTE!X~~O~~O} H~~O~~OwfEi@FnqK~~OcLV",
  },
  user_preference: {
    bias: -1.061,
    step: 0.02391,
    text:
      "j&ql^cbce~~Ol-gk@^yd/c HmSagKq~~OXi}zFkt_{#amT?~~O~~OxyTDZgmg}iC~~Oc^^~~Od5d~~Oc2B}6]hV]f9]~~OA?~~Oi`M~~Om)@fH`cn^tHc}Fdc:]g7DrO^~~Oc;EoQ:cGEkN.z?`u}<~~O2BpFF~~Oxh>mHIpTHe)Ab;GuUztn[nuEg8e5D~~O~~OvB<fEivho~~Om2bj'BbLdeK?ze:t=@c&0WAk~@imB~~O|JAe=_~~O~~O`[jFQdN0{1 nqF",
  },
  convention: {
    bias: -0.616,
    step: 0.028,
    text:
      "~~Ond^t3>q:VbWUlq:s@T~~Ob._cf3fA:gfZwRF~~OziNb?;~~ObqF~~OojUDNgm>h[Nb{8tm:vyG,Sp[M~~Om9UrjNq3Bp QjrH~~Ol:-qHGl[JbR@~~OiE0kG=~~OeFZ~~Or4QlRVm`BoQ`cGHhwIctB~~Os|Wg6`n*cxvFk=Uc+gi8?}rdr:Ru<KuU<ll<i@MrqT~~OdKFjmSsrNn:>hbhbdJdQUebGt8:ld~~~Oh}=bsLs5cc<Ql-Fq^BedC~~Og!ZgoF~~Oc(Hk)Pg*A~~ObPJwxWki>~~Ok$Hp4Xd}Jo{D",
  },
  task_learning: {
    bias: -1.197,
    step: 0.0371,
    text:
      "~~O~~OcwL~~OggM~~Ot:G~~OngE~~Om ^~~Ot}T~~OmjLtmQ~~Ou2^bUeyCcjJHmM]n0F~~O|xG~~O~~OsBPj;Ub%H~~OzY]~~OtVKoQUmWS~~Oe Bm[G~= q:N~~Od$YnFYhzEfMUwOTe)Jb;MuUEjh_kDKv=`~~O}%^~~OstB~~OuyJ~~Od-Ht8Rc/=~~O~~OmK8psLpRDph3j#S~~O~~Of/W",
  },
  environmental: {
    bias: -0.541,
    step: 0.03035,
    text:
      "uE8g)Y~~OggLj|YcyFf9KdRPi]Eb>Sst8~:CcfVfAHgfawRVokbmCDt3`k$Nb#G=Cdp9} bi0Q~~OgxNDNbN>f]1h[Tb{CtmSe|9nGBe2QbcTd%8l[QyUPw~Qz?ZpD7c|Uew?~~OexSaQkx6qHQl[WbRI~~OiE2clT~~O|F7v#Ucd8iELfAGx[KcO@j_[hwV~e=gpNp;IyzPc!8q:Wt-/b5XlXKwIPgsEce uB>cHPb;Qq?9q$Ae 8e^KrqZ~~Os UlgCp@=ha@beQdQKebXt8KlLbcF?byF-GgAnfaTiXLe@8kC bsQ~~Ob@Zc+@c?Zl!Dc.<edIWTbW8c<IhgTd'@vaMgo`~~Or]Eg:TjVC%IpdV5Vv,NjFH~~Ok8Vd:HssRo{Vo>@",
  },
  bug_fix: {
    bias: -0.719,
    step: 0.02914,
    text:
      "~~OrIw|hYiM=i]^h_=~~O~~O~~Op(c~[b=a~~Obq+~~Op/Do,`b{Z{qKt!_l[E~~O~~Oe~wi5E~~O~~O~~Ohnc~~O~~O~~Oo4F~~OgI[s,_cOlhU=mWQ|/}j`X~~Oj+~~~Og>[~~O~~O~~OiOYcwY~~O~~O~~Oi&eq`U~~OeU_~~OeE$h0`~~OmDeed[c/<mNh}3,tf?m@.dSFm^c~~Ob<:5>~~Otb!",
  },
};

/** Weights of what speaks for and against a replacement. */
export const PAIR_WEIGHTS = {
  bias: -2.14,
  weights: [
    0.44,
    -0.95,
    0.15,
    1.98,
    2.32,
    -0.58,
    -0.42,
    0.11,
    0.31,
    0.13,
    0.55,
    1.41,
    -0.77,
    -0.2,
    0.72,
    -0.74,
    0.57,
    0.47,
    1.42,
    1.38,
    0.91,
    0.27,
    -0.87,
    -0.16,
    1.07,
    0.25,
    0.71,
    -0.96,
    -0.16,
  ],
};
