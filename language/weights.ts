// Written by tasks/training/train.ts; change the data there instead.

/** Weights of the classifiers of sentences, by name. */
export const WEIGHTS = {
  durable: {
    bias: -0.333,
    step: 0.0311,
    text:
      "b$WUF!D)YbnT)VbXFb3C*[&T'G9X3F4_QU4C$D$H3^c(Zb,V:T,C-Z7^9Q%I)>:K(D:Ib7MC]?W+CGWVIbaI1K_d;I:W/UbcG8Y-U9KbMRSC(V!r2E$Z5Y4H-T0U#F%Fb+ECH%V[X?Z'WbKI5C?V&T)S'['Q1RM^+U$V)T?Sb@Ub)HNLCV8Eb:J:Db4HOW=V#Hb=MNEIXb+UDIDY2[b2aFQ.K6a:VRZ/V%][DKW'Y&F1^NMc,X6J'M,Q,Wb5T@X+Db<SC?b+b2VLILT=E/CcbS$G,E;A9Y5`:J+Vb5KEH7Ub5ab2WbMC4B-X>Xb8T#ISA*R/[@JIU+SIL2SIibONZEbgF)S$G9Db[DL[#M:9BFbB8GJ?W3VZJa:/VbSE$V/QCQb0W-KOF2G1H?S[T*JNZQI1F>bb.Gb'N,`/G/X6XRW'?$JOX9W6WJ[NI=TW`?H+U,Sb4FGV'cRW*F$bb69AS1_&U:B([bcXb1VSL.G!F2SbT]#Lb#I:QBL/UbmS,V2UJb,Eb^H,_AP2S0U+R>FKNMY@T%Ub9Jb)T0D/d[Jd&PbOI!`bHUVKb'WNEb)K#X!V%F&R-L#[%V4SB^b S'USIbDAb+Ab)Vb+IRI0S>I2Vb7cNVRY.X.HbQXRP#WCabKW*G^G-X>Y4K?W1Rb E/VMX(c'WbZRb#VPHc*KGY$_)L%V<MSUb0X2Q0X5J#BaH2HEVXHI>$A,EM],E']4E&E2Lb2YRX'BGUbIW6H2U1R82@^.Q!C-i9S=LXX@W$Z+W]^#[bDTb&N3C^V#U-Qb5LbCGbPY9`bP]-Vb.VKH*W-LSZ<H(FHWHW@H$W>a#U!XbnY5J6Cb!F)U(J9FB[FHb.T:`5D,E'Mb8H1Y;UbEDE@5VbqMBW]V>VbpF;U>TbNIEJ,P%Bb^W2FGKHS&F$[PKbdW/V#W@[-F)DQEb8C6ZFQ!ZbeINA1T%SG<HSb>T?G$SZGbdGb*c$ZJVRI+U`T2Fb+[VI/Q3^b:>/H.Sb<Jb=X0A@Y%a5VDZJX/?.UbLEVDMHIUDBLX%XVV4RN]#D!_(VbGI7VRU2CEU;C,T'V,Q'Eb-AJX*S?WbDMc-CMHVI9S=K+Y2TDF.j`EcKU@I<D>M>V:X'VbK;3]@FHZKCbxTb[]FWb Xd5HFHTK;@-ib:JJE$D%T=Jb#N'^7KbBI$W!_Q[b1UbQKWW( JZ.EPFaC*?5PEW?B.J0W'KbPZ,VUX-[*Sb(U)C:U8[*U+R4F%S@G-G,C=NZXb-U$U+Bb F+D$HS[IT%FOTJHHYRZ0YKH*F.UGH>Zb.IbTXUDZB-H9L@KGFbTB=Fb?W.T@=3_ML<H$G6VaEbrB<_@^9V-T$Vb!W-^1]0E#ZLJd!Z/Z%]>TJIOWBXML%Gb;Z?H?J=XbGH&J*CJS*U7UbGPZFRXPIQI$U#`PKJF#XQX%F%Q43&V:C%V&Tb!V%DTKPG*Fb%JDE8V%XaQ+Kb;JbuH6M.Sb@K!V.Db1H@K=W%^bFJ$`KI(Cb@A/Y7KDH?Zb!HYKb FG@V?b?U*Eb D#Xb!XF^!HNC-CAJb;UGY5A!6b)TWW#Ub'KNYME+<b2S.S)XJVYVb)G$VHIZUb-J2H)Q%K+R.E2X+c'R-HbRU>BGYb=>+H%])WM`!LOFXU#a/C0X%Vb)T!YDJ!V5X7DbC[CVb!_#G=D/XaG!U#E@F8Y<U+EXT>FbPD%eKW2SbbKAG%KTK;C+G-DF]FC-UZHWY%TID-WbRU!Y$`$ZQ^CY!Y*D$g#1+GRW6U,Kb:SOY%?#FRB=Hb2UbBHL`-Y)d?T0G0G,_bKU_QXIbBEbD^.I%Wb$Gb<WG>9Gb*Fb'G=S'Jc)]6@8T*R/B5W&SBB8X6Y=V&Ub4U#T!C-UTW#Y-Tb@C7G.^1U/X!VAU9F)<#Gb2B8F1R$DA;'VMVb*C8P0G&H=X&^b d1A?f2Gb5W_=3HME!H,F$T(M3Tb)TYV-Y5F8EHIb2VTI>UIY%G4Yb!Eb7A.U)Xb=>0W&UVX'I&Q7I%Wb#5,D0W4Q8Bb:B@[;GOT5L6LO]bGG7H!T)Sc$`QX/H.@O_@Ib(R5D'U,RLT!E1_@FW:#=SEGH:SCI)H#U?Sb9W+S$G(BFR1U>JAG)Fb1jIF)U_Xb*EGK8V*IDI-X3V!T@Z!H2I:TbKG3SH>c7REHJTGI&I?WBL!H<W%Z!YUJb TCX9I/Zc#F#SUY3W$KRVQJPVC^9H#E*J@W/U*b;WGM,S4V/?%DLU$Sb;UKQ/C%CE`$S2[IT`[LJMV^WNE3HCK.G2V:XGR7P%@!XBG1JWS_FMFb>Xb%V.F4U#Zb)I#I6H>?-V)V'VKW.HbRF,H+EF?X`UJ2ZBKTMLFbDTKR*K+S7U=F4U2H,M=VXFRC:H)>HZUB1D#ERJ*GIW9Q%DXJ1EE]*Wc@MbqX>G!UNDboH#G0I3V3A@Fb-Y1W'<9V%^EDcGK8DYUUT/F!5%H0EbmSbaUUbb<Y>ZB<<D4YEXb'[1L$S6A)MXWRAOVRC%C9G$G$Eb-T%I5D0WCUbMNKUb/AWQb3W#L3Y'U7Z'Vcee<^$Yb*X/EUW3Hb,GMM%S!H0XTK<Fb#X4VPUMFHVb0W4A$ZHP%LOE1I!VATP@/H,],UEC>`EH,E,Vb'D%JYEZD.F@E)H.J4VbOCcEE/Mb K9V5T$U3LTR8S.E;C-I6X4EYD7I?UKW=U(W%Hb/ISM`T%D:>)T4RQS2C%XGJ-I#G'X5[bhS9JAHQT(K.S+W5GEE!]*GCKbTI0Sb+V^SSCAJ/>bWF.YbQ=%U'_*Wb9_a<*K-@0XOYb)EGX*XKV<YQJDF=D-GIGWJ%^HV:T_Tb(V-W'@E;KG&Z/U!X)H=F@H>T0U/Z;U'EZU0H&YaTHT4<8:c'Bc%W*FXZLVMI;G2Hb$B!YbBF$U0V]MQV.Y#[:Db=I.@'YRZQV#K#Qc)YbNFE^)HbEZ8G5W%Uc;L2H-U;QXH+?%IKX.D5VbVS%Ib1b#U(C*UNW=X2>,[;R3<!HRW!H@U/Y%IbLU9EZVE[5Rb$Kb,Z%Ub(HEN3V/HLIb<U:JBU!^?JbjRb.Y#S@D%U.V.Q?R)WbNMb:TBd%XD?/U_S-]b/CII.EJK4[/M;AJX3KBZ8I6V+Jb(W,U9BbGbET5Xb8JGW#C/Q#Eb+JbAXb0ZFS/g,Vb2TNWbpQ!E2IKUb'TJX>Wb(W*DQHYV9K@^*DJ<FQ8Z5Ib<E[B3A4K*Tb:U?GIH=U5Ec)N]=(Tb+V5WCU.F*e.EQU0HHW!Eb GJXb'T;CGIYK(H'M-MKB+[7H*V'WbDV![AVEKQXb6KHY&`E]b)Tb Pb/Y0HUh#S*H>N1H(U,H&F)K,P_K.M,VMGDV-TKR#U(R(D,K)S%M%g9K8V#[bQPHJ#H0RUH9Cb)U[T!U[U1BEG-I9]/Xb$KW<!ab3K%R2V!E$G'WbrVb>SBc?J6W/X,U$GNUPV!UALVcc7T$D$I<K.K(J$D+]5V&I7U5])X#Yb(94X'@aVPQ?R(H/^&U>V@DbNX3G<R=L&I%EJHb,PRP-JTH*JEAY@BG6JAM)-%KFH0X&F-U^E,j3VXW.Gb1ATJ#E!UVY$^=A!Eb:XJXPH>HbIF=HbC^:fb>GGK$G<YcWW4NBT)B9ZbAH!L+UFV2Wb?FMT!X$EWWGb&`7J$HXT#T2XWRJT%J^g=W7?2D=K[UbDF`S;Q4W)WVcOY/Z5HRW^E;S7F%V'QZJWIb REUOJRI-9&JVT4X6KbPUQb9[)W2R;Bb4ZUWbCG:CJTb!ADTb&W%ESF;[5GHURT?TFEaZc<SKIc.T:IK?MKbSS,E+U#FPV'B$U1Cb)^-ab)Gb.]#KbQ^;Rb#W.H'U0>UW6_b8Ub:Zb?U2G'V(F<J'H#]%R',MT.X1L#D!D![CW&I&U[`W]'R)I1VVX0Z1JKF%[5FbH`5Y9b3G9Y5V7H2Wb*H%_2EEVb)X8GFQb,Xb<V4HFF?I?U!V5R&UbKS/H5[2Pc0`b(Z4M3X-F.M-JbkS,T7[!T&B!]AS#E)J3BbVFYS%K7S:H7?.I>G]Ub8IZW%j)Wb$D0lQdbuW*V$cVDb Q,^MV+V8Z%SQU#ZNU*M?Hb5?3HS[bAB)Tb:Q(X0V76.U/Q@<1IDJ1E0Z-W5V?FC@OH-U#TRW6ZGW,T(CSE$GFS1WRD8S^V8G'b5FQJB[c6Y,AbVE7LZEJZMY*MGV%RK_^RFX.X[])_b#;c>]$Bb0Wb]WbXF3E*F$F/H[R.G/Y>V5K+Z%d9WO`UDSZ!Y>R:L%BbEI(U&U=I?Zb1L>D4GKWbvSXV0Z)V4Kc+H:SRJ2_5W(Db{I2Gb3N%Z+Z(R#Jb)^?T>Vb>K8V#U'V)T>GceT,HZR5Vb^Y!U-HEY&TDGb%MbGEFN5F'Ub_IBKDJbQ;QG%C`[#I5Bb!T3eAWb8e5Fb;W:XBJb,[*Vb#UOGb&Tb#VbET#V%K1Kb5c/H9YbIYQHEY<Z%_#C,W!W'=b9X*W$YIH%Eb!T:K*URD7B2H$Q<VRCb'Ub.Mb+]*Tb*C]I1Y+d/J;KEF&QGA'X:W;`b H*C?JRW0V$C9PUU'TFX!Ub'Z+Wb'F5Z3`bOR3L%S+I$Yb%V.HMGNGPC!V(VQV(T,B9Y)W0I+TBY-I&V<G(W@Ib7Y,Wb_Q+R4Mb'X&Dc.IAE)VTVUVb#Gb`Q8Z)FAL=IQBb$S.M$I%]RT-L#V&V9L#M$>0Kb7U9GHJ1H0H.`#Wb@[DX@G$IBDaTb,G&>+X$G?XMH]H.V4X.N*G>G:U+c*HOT>F%VbIJCMbd[bb[BMEW#7AG3E^MLQ#R5GDG0FbNU$ULZ%TF>b*W)I3KU]#R)I:BAX)ILU(D>_JIBX6:`X?T6a&TAD'Vc&GEG)YMS2WMM;G2BY?,Y.L3Y;^&HJSbi]$[%B.Qb+Cb$?9H;HC@(C[P!Vb>W$Zb9Z!I:H2P/_]D5K$I9Z>S&G%S-Jb(Db6@b)X-H=W<[+Z>EbFW#I0T%C/[QK&XRW!W$B4K.F9C$V<D=C!Y0_b-Vb-W%G*W<J#[&PQX8D%W)T,Yb-UI^LUb5X$H8YXDNACV4bTSb%V]W[?#^c(DNI2U;SbC[!J7[/Zb-W/H8M4Kb+WTVHCaTDH.>&^aIWY&Cb$Ib#WQEb.M4E%Fb%ICH?UKX#].D0YA`!V5W*M#U.Y=R4Sb;]b#H-U/Q-CbnYF[!V&T/Gb{DPJVXA]7Xb>X$VbgWb`Y$R8V>I][%X:E'W)B)U7J3E3XCVIHbLHbAI$F)H0V.W,`8?RW-F%Fb HFZ!G-P3a*E%S%M2M=E7F/UUMEV7T!S!Db-Y#W$WNGb*H$V/X7`=Hb7V!U&](WFA4XbZB&ADV0^8[7EXWSR<GMTRK,Ib#S.=-WH^1K9E(F$Cb*V7H/J=UXP0FYG7K$W&UGINW4MQEc#Wb2=(B'R%Ub`Q*C4Z'UOX-GRWPU#U3QB[(TCW_Fb,Jb C@W-V<U0?5U&[/Z=B6_HU<T@Y=ZbDG,Ib-Db1`>IES7MYb5T1YZI!TJ=$B.VCEEKb<`JURVb?P5Pb'W!U1G:Q&Y9JXGAT2QAH8H9]XYcESSDbSC5W3Eb'QHU#J4Sb*T<gNJb!L#cb4Db/V>U)V&Y2KBVb!X?>6[2^KU'C1P+Hb7FKQb!T'@ZI#S@EbFV,V?M!W4@)L6X2W3CbxHb5XK]'I,F*Db*H:_5X.Qb#EGD*Ib3H&KM?'Xb$K(Q-Jb5Pc#F#R(T%X+TES-1b'])C!YRWZL7L/WIdGC$W0H6@b;G&T:Wa@.W/E$E'XNY$T'V,Z>I<GLX%K=Y9CIGbMH/V'F!Y!Zb,F1Ib+>&F&[(U8IXKbOHU`OJAS-Vb5GIYb W$Ub,Yb9HN^*G>IbRN-XEW1V2Q)JDJ+Z@M>UAW&HKX4NVJ/K,[b=V!G3W=KGU&Hb$T[Xb-C1L:DQU>JbmD9H$Y*T>S0WE_)HDLb C9Kbn^/F!A8U3X/H,]1X7B/H&Cb<X4VTL=[SB/XBF6WCHb$Xb'ZFH/?&Mb$A<Q<ZEH8V!EFG(V_U8C2Tb!V)ISJ%[EJ<X(Q,<<V/gJF7B!T[ZEV)V-F.Vb:XC=+[a]>V-SEb9W.B]U,K*VM?KD=Z*GPF#NTZ8C*[b&b%UCV'T5X4]>Lb+X9J3G'[SU-Db+Jb9T>S'Y:D+ME7?I.AKVb3X1Jc=E5S$GDVC_AY$U1Y_I$E4XNHb@]RH*Wb'X>YbAQ]Z;HJF8Z$J]J9F=S+Jb&T,H(C;I?F%J+Jb'Wb2B8R6F0_RI&U<db%UAV,F^Vb,jB^LR-Mb.SEc2YKL#H$X/S2Z+A8V=U$ZUCZU2X=4:E*D+Y)Y$Fb1U?^'S6E#T3Q'T>S;ZRJb=N1W/j2VX>4W/V7A-[TW:L9]DD#W%HGI&K&Wb$B@ZHK@J+@5K,=8R[Y2K6SaV1F5I#ScOM-ZBUJZ0SHFb*G(V.G6FbFY,A)Tb&IVL7H?F.U9Y:E+F5TYGb3Vb(I6V'Fc#Y>W(Ib<F?R8B9GAS,D2G+k9J>C#F%T5@5I+SEXb1U%M+D.W-S]U$G0BCab3X9gWHb0N8c8Eb,UDV(J->b-C/Ub)LET0H@G:W'Z,I>Tb$Vb,A(G(Tb}W1XKI$X]Ub<V)]-Uc(aFB.I>LPC%`IGCPb'Ib9Qb<>AY:U&T*?-L,W41b{Vb0Zb D#J1^3IDWbj[!I3X+:@?-G%U#G&W1WGTb4E!U1X#Z,QGA-Z;VZKb3U+b*TbMV^VOX%F.G0WMBRS.G6FDG>[b:Y^SbCY0U:Ub4Xb0HblF*H2XbK_,H,V8J]??F+^%UPZ/]>F)L!U9Xb;^'ABS*SWQ-S'G9W5[1IHMBV%T]E-U&FPU:S9CDS^YbUE5J7I*F8X6`%Z.Z3^N^$H#R[H8V7H/Bb!I2Hb.Q/@BXb+G8G-H3XIHKLEJGB1W&N$X(Z#D=IVT$WYb#Cb)TZRQ<SR![QQ)Y*?5c)I#X+UFNb!W!TNG1UbeVb$D_X%W=Y7]!Cdt]#Xb.Y.GbMFIRb9Fb(V(U$IbNX'YWa!X,E$B#M.Y0W.V.WMJM=CF.HbBJ#FRG9X2I2X*LFE*Jb#V;H@U!U.Z4V$KA2ADDE1XHS:Q1Q:F%]&C*U=bNW%J.6%YNA'T)Tb3Ub9Ib6ZbRWb_D#Cb.D%JPF>VAZb0U#Z,Bb=V%WV>AC[Tb$]!H/S6V#S>;c^bOQ-Nb3KaW1X&S+^9c+_TIBJ:I(GYSbqQb$R'C*K2[PZHPaGb!cU]ABb1_*`.Y(GQa!V;A(Vb'Z/P9ID^bRV.A,`'X9FBV#R*S!FH[-U>X>Z/Ub.DKK?CKVLY$KSL(W/U.G$V:Y#K!_!F%bb&U'a![>Y!RbMHbATRI7W+T,E=Z2Wb)T'W2W$K(^IV)X&R6F/X?TBZ(C!J1EOU)G/]&IVT:V.UbNBBIJDFD'BKW6[*G8V)U&Z3U3T9LBdbCZ0CGV!Jb>V<XGH7S:Z3Ib6V+RGX;S3VJQ(Zb'GAD%M%C/D=V[DVd9Z2RY;7Lb]W0GbsJMI<W@F@H=b,VCHc;E,H;=b]T4X4Jb!KDC9[b&_+Nb&F/L-J#E'Pb1N#@RWMI@UZRb:L'eNH-A!U+D.H;JG`8V:gDJbIQ#FBF?TDH]L'V&U>02XRF7C8aQUIQb!J/G$X^HEZ*6!VYT1V)B*?7F&GGZ%V!Yb T)V<@b*YDXb:DbGAb.Z(V3N&Z7ZKIbDW(G]I0VC>XY4^bKA;Db-]?[!A?IQ;1KFXb%YSLAQb!NSSbORGCVS3?K3@X*Ib&V$H(`,P.X5F<g/I8I2ZB[2ZbLD8MbAEb H5VXXXV(S*n<V&XBgQMb(YbEe$UKV?S/J.WbGQ+XKJb@X*PNC$V%Rb!F#V!DUE>I%Eb+IFVNE'Q(G!VbCH.LHIC]&I*H.G_D(@)I8U%TBDaYb6X,E6J!H!W/EbPW$^;g)=%Vb5U4Q5T>H4M*]!^b2KbKbAJ5ZY]`I#Z@IUD'M>F_?bR]4W0BAK1Z/W+U%BJG4E(W5Y3VJI,T)X6X+UYLb<[([/Q;YND)BWE9J;L#I9Vb6Q'VOE+U<Y4D!P$IKF)M0:XCFS2V)R_VbCF?B'^+IHU&F]TB_-VNW#Y/[4]>IR]=LaEb%KECb$VLHb,G)`BB&J#S%UFT&I-Kb)Bb-a(K-ab R0>AGb4V=JDBJU0IKH<G$GbyA*M$@<G7WCF;ebPI]E!X@U=`(X#X(U!Kb SJW4E!X7I#EIVMQ,WAC.X^J&I.DbPU`ABR5PbH])G?gPR$G4_>G;F9@EGGA2Y%X+K3V)?ZQ+Wb!W&]<TFY<IaA.Yc%T!H3I+Y=T#C!V",
  },
  request: {
    bias: -0.8,
    step: 0.04072,
    text:
      "fXN~~OiIT~~OfMTbWQOJd$Kd7WdYKcHIf|Gc LjmXbOUp:IdJXfYZc^Tf+UfFmcaKgfIt>=k[5xo[f}xr)~cEMb#U=N'Yd9XQJoGdf7hb?@h|?i0K4kHMj`Qe)Nd$cgCtirbfrI%TbNIf]Kbnkg,Gb{Nhnhm=Ne|Jcc b]NcYWhGEe=Rp[Kd#Vd<Ib5X~~OdzYbDmsI`q3Ie24l-Gbb3c1XbaQeXY`F|C]f%cbZbhrWp<NmhKd-F~~OgkXkGLdx8jbHTTuSH@dv2T+CggNi=9l/Lk+Jb,_ZAcBVdHAKah'Mf)McO=d1Zec@cGJf6ke#LbrYu|Se`lc.@b1P_=f?Jd.H~~Od%^eaIc!?b2Fe%Xg]Zp 4@Tc+_gQhb.Nb5BblVj8VcVQ~~ObX[bZ^inS4Wj(JbhkbzKq?Jg$Gk>IdZcEKs6Ke:Hc<LiJTe>Lc-J][ckDj4Vf4Jdncg4Zq#NcFJjATf)<e6Ff1MdQKebEm;&h;Np1Lf#Xbi,j_JeZRe@Ie<Vg*K<?bsIk3Ai@?c<XtH[iBJN;cNKc]NbVIbRgb)XkOSg&GG=pRRgo=~~Of=E`Jf|Z6Rcx9dNJfBJkRQpdNgoIbmhb!SoIFhXWecWi0;h7<bXSVCe[Sq6[b^Cp4Qd}QfOGbb`by_dJVc:>fA5ei[g4I",
  },
  decision: {
    bias: -0.519,
    step: 0.03101,
    text:
      "fX[qa<va^2Q~~ObaCd~>bWMgKkfd9h_TjmkbOU9n~~OVEhiQ~~Ozl?tflkPG~~O~~Oq>8br[f]Hj:LyLcg>khG[e=Ae>7r,QbGkg0[pGM~~O~~OhaH~~O~~O|mck$eq+Rk!Ml1&cJQTVuS?v[V~~OZWb6RryRf);jg<cG?r9Xo3CteR~~ObpSbwtc}Wh_heRQbK/mb@v?K}~_cevlXCj(dx]HjhXcBKvwV~~OqvFql]b5lbMXu]U}7GnTk~gkhzNbL ~~Ob}Kn#Pc.Bed]c/Af;'eiJe)Tf$V~~O|JVgrGg*MpRGphKx.GnDRo|UV9~~Oh)A|[bf>^",
  },
  anti_pattern: {
    bias: -1.025,
    step: 0.05252,
    text:
      "~~O~~OcwE{|TcHG~~O{ZGgf?~~O~-]u1HdpW~~O~~Od>dk0QgmAj:G~~OfhX~~OtY8~~O~~O~~OxWa~~O~~OhAckGKn=Gfd]~~Oh?J~~OgIAc=_~~O~~O~~OrF`h8K~~OfJAuPQk5[wJ`bfEm/Pq?]eTIbl[k>Fe Ze^N~~O~~OtB7iOCf)`m<HebFt8LmJU{s[kC~tj>ovJc?FmpHgTF!X~~O~~Op`Jm^I~~Ow>P}UKc0Ci@FnqH~~OcLYjl`",
  },
  user_preference: {
    bias: -0.994,
    step: 0.02804,
    text:
      "j&ml^abcc~~Ol-dk@[tURfL8c GmS`gKm~~OXb}zIkta{#^mT@~~O~~OxySDXgmb}iH~~Oc^^~~Od5etcDmMF}6]hVYf9Z~~OAD~~Oi`M~~Om)HfHZcnZtH_}Fac:]g7GrO^~~Oc;HoQCcGIkN6z?^u}A~~O2FpFInZqgf:~~Oe$BmHFpTLe)Cb;HuUqll$i@VnuJg8^5FbV ~~O~~Ou*@fEdvhg~~Om2_j'BbLaeKDze@t=@c&0WDk~@imH~~O|JEe=]~~O~~O`WjFSdN6qrEj[+hh*gGHssP",
  },
  convention: {
    bias: -0.623,
    step: 0.02416,
    text:
      "vjCvxZt3<obxbuYbWTlq<s@W!g~~Ob-acf/fA8gf_t>XdRB~~O{j0~~ObqE~~OojXDKgm;h[Nb{2bFbse8vyF,V~~Ok3KdYKoFTrjNq3<p XjrD~~Ol:%qHFl[N~~OjY+i9vcL=tHIo|]ngH~~OdjQlRSm`=oQ]cGHhwGct>~~Oe Mp;Yg6jn*jxvFj|^@Vc+ji8;}r`~~OeO5dEKuU9ll;i@Hrq[c<8mRssyAjmSsrNn:5hbnbdGdQ]c2=cnEt87ld~t;PlO<hP8bsKbLHr'cc<Pl-Dq^<edCe.SkO>vaZgoE~~Oc(Ek)Rg*CpVS~~OirXki;jDl~~O_Dp4_s[B",
  },
  task_learning: {
    bias: -1.139,
    step: 0.03363,
    text:
      "~~O~~OcwIq:PsjPmaQ~~OiXCqf^mRSokD~~O~~O~~Ob~S{[MbrEtsht2=rFPs@Uk*UbUcyCbjJJmM[n0K~~O|xI~~O~~Or{4jaTb%E~~OzYZ~~Ob$@lvEh9HoQWcGPkNS|/,b1af}>m[H~= b2GpFN~~Od$XnF[hzHfMUy0DcHMb;MuU9jhZkDJv=]~~OjOTsrT~~Ost9nT?rJLu8K~~Od-I~~O~~O~~OdTBkOXuvDph/t0le<EbXk~~On+LgGK~~OrpF",
  },
  environmental: {
    bias: -0.579,
    step: 0.02888,
    text:
      "uE8g)[tUWr1Mj|[cyCf9Ijg<cHHb>Ue|Mc PmS7f$TyTBcfTfAIgf^wRVokemCAt3dk$Lb#D=E'_dj9} `~~OojL#RBLbN;f]:h[Tb{CtmSe|8nG@e2PbcVd%7gW?~YQ~~Os?ZpD7c|SewIhI^|NVaPkx@qHPl[SbRK~~OiE;~~O~t6v#Wcd7iEKxtQh:Ad1ZglZhwU~e6vmFyzPc!5nt`ccXt-/b5WlXM}~Cce uB;dEPq?9cgNnYAe 8e^GrqXcPN~~OpmWlgAp@8ha?beQdQKebWt8LlL^cF=byK-EldWiXKe@7kC-bsPbL1u{Wj5]c+;c?^l!Ec.?f<TbW8c<Id<neiTd':vaLgo^~~Or]Fg:WjV@%HpdW5T~~O5K~~Ok8Ud:F~~OdpSo>?",
  },
  bug_fix: {
    bias: -0.824,
    step: 0.03228,
    text:
      "xo^tsIe$rpMJmXZiM@i]`h_>rha~~O~~O|>`~[f=`~~Obq.~~Op/KgmGh[]b{Z~~Oh.Xefie[_l[>~~O~~Oe~rcOeg$Ls$)~~O~~Or@_ch`~~Oq{b~~O|7E~~OgI[s,ZcOghU<mWQvs_fXwj`Y~~Oj+x~~Og>W~~On exIRuUBllYcwZt>Eg8-k8^~~O|iUf)dq`R~~OeUY~~OeE d/^e?^~~OmDeedWc/@mNig&CwK.cJ]rY>m@0b<gcUIgr)g*b~~Ob<A5=v,I}U-zrig]_kGH",
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
