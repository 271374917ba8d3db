/** A form of secret that is known by its look alone. */
export interface Rule {
  /** Appears in the replacement: `[redacted:kind]`. */
  kind: string;
  /** Global; must run in linear time: nothing unbounded before a part that may fail. */
  pattern: RegExp;
  /** Which group is the secret; default the whole match. */
  group?: number;
}

/**
 * Prefixes of the providers' tokens, by kind. What follows a prefix is at least 16 characters long,
 * whatever length the provider issues: rotated, cut and made-up tokens count. The kinds are those
 * that gitleaks and secretlint list; prefixes are the providers' public documentation.
 */
const PREFIXES: Readonly<Record<string, string>> = {
  ai:
    "sk-ant- sk-or- sk-proj- sk-svcacct- sk-admin- sk-lf- sess- gsk_ pplx- xai- r8_ hf_ api_org_ " +
    "nvapi- pcsk_ tvly- lsv2_ jina_ tgp_v1_ fw_ e2b_ fc- pa- wandb_v1_ csk- sk-",
  mem0: "m0- m0sk_",
  github: "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
  gitlab:
    "glpat- gldt- glrt- glcbt- glptt- glft- glsoat- glimt- glagent- gloas- glffct- glwt- GR1348941",
  slack: "xoxb- xoxp- xoxa- xoxe- xoxe. xoxo- xoxr- xoxs- xoxc- xoxd- xapp- xwfp-",
  stripe: "sk_live_ sk_test_ rk_live_ rk_test_ whsec_ sk_ rk_",
  google: "AIza GOCSPX- ya29. 1//0",
  aws: "IQoJ FwoG ABSK",
  registry: "npm_ pypi-Ag cio rubygems_ dckr_pat_ dckr_oat_ oy2 CLOJARS_ AKCp cmVmdGtu",
  saas:
    "ntn_ secret_ lin_api_ lin_oauth_ ATATT3 ATCTT3 ATBB ATTA figd_ figo_ figu_ PMAK- NRAK- NRAL- " +
    "NRJS- NRII- sntrys_ sntryu_ glsa_ glc_ dt0c01. dt0s01. dapi shpat_ shpca_ shppa_ shpss_ shptka_ " +
    "SG. xkeysib- xsmtpsib- key- sq0atp- sq0csp- EAA EAACEdEose0cBA access_token$ pat-na1- pat-eu1- " +
    "CFPAT- phx_ sgp_ bkua_ bkct_ CCIPAT_ CCIPRJ_ squ_ sqp_ sqa_ rdme_ shippo_live_ shippo_test_ " +
    "tfp_ pnu_ EZAK EZTK duffel_live_ duffel_test_ FLWSECK fio-u- ico- access-sandbox- " +
    "access-production- patE pat. sat. ops_eyJ A3- sk.eyJ re_ lmtk_ tskey- ntfy_ LTAI AKID " +
    "dnkey- s-s4t2ud- " +
    "s-s4t2af- sm_pat_ sm_aat_ sm_sat_ sl. p8e- sc_ ext_ scauth_ authress_ sdk- API- aio_ live_ tk-us- AQVN",
  cloud:
    "dop_v1_ doo_v1_ dor_v1_ HRKU- dp.st. dp.pt. dp.ct. dp.sa. dp.scim. dp.audit. nfp_ nfc_ nfo_ " +
    "nfb_ vcp_ vci_ vca_ vcr_ vck_ fm1_ fm1r_ fm1a_ fm2_ fo1_ sbp_ sb_secret_ pscale_tkn_ pscale_pw_ " +
    "pscale_oauth_ rnd_ pul- hvs. hvb. hvr. t1. AGE-SECRET-KEY- sha256~ cfut_ cfat_",
};

/** These are also the beginning of names: what follows must look drawn by lot. */
const AMBIGUOUS = new Set(
  ("sk- sk_ rk_ m0- fc- pa- fw_ cio oy2 key- re_ secret_ dapi A3- SG. sess- csk- e2b_ " +
    "patE pat. sat. sl. sc_ ext_ scauth_ sdk- API- aio_ live_ t1. AQVN " +
    "EAA EZAK EZTK LTAI AKID ico- sgp_ ntfy_ ATTA AKCp IQoJ FwoG ABSK AIza jina_ pnu_ tfp_ rnd_ " +
    "pul- npm_ pat-na1- pat-eu1- squ_ sqp_ sqa_ nfp_ nfc_ nfo_ nfb_ xai- r8_ hf_").split(" "),
);

const BODY = "[\\w\\-.~+/=|%]";

/** A token by its prefix; group 1 is the prefix, group 2 the rest. */
export interface PrefixRule {
  kind: string;
  pattern: RegExp;
  isAmbiguous(prefix: string): boolean;
}

/** One pattern per kind. */
export const PREFIX_RULES: readonly PrefixRule[] = Object.entries(PREFIXES).map(([kind, list]) => {
  const prefixes = list.split(" ").map((one) => one.replace(/[.$/]/g, "\\$&")).join("|");
  return {
    kind,
    pattern: new RegExp(`(?<![A-Za-z0-9])(${prefixes})(${BODY}{16,})`, "g"),
    isAmbiguous: (prefix) => AMBIGUOUS.has(prefix),
  };
});

/** What a number opens, and what the number is called. */
const DOORS =
  "door|gate|alarm|safe|lock|entry|keypad|garage|shed|lockbox|panel|duress|tür|tor|portão|alarma|cancello|porta|porte|bramy|kapı|домофона?|coffre|cassaforte|caja fuerte|сейфа|sejfu|kłódki|schlüsselkasten|tresor|padlock|luggage|bancomat";
const CODES =
  "codes?|pin|combo|combination|geheimzahl|szyfr|clave|kod[ue]?|código|codice|код|schloss";

/** Secrets with a form of their own. */
export const RULES: readonly Rule[] = [
  { kind: "jwt", pattern: /(?<![A-Za-z0-9])eyJ[\w-]{13,}(?:\.[\w-]*){0,4}/g },
  { kind: "aws", pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{12,}/g },
  { kind: "azure", pattern: /(?<![\w~])[\w~.-]{2,5}Q~[\w~.-]{16,}/g },
  { kind: "azure", pattern: /(?<=(?:AccountKey|SharedAccessKey|SharedSecret)=)[\w+/=%]{16,}/g },
  {
    kind: "signature",
    pattern: /(?<=[?&](?:sig|X-Amz-Signature|X-Goog-Signature|hmac)=)[\w%+/=-]{16,}/g,
  },
  { kind: "saas", pattern: /(?<![A-Za-z0-9])pat[A-Za-z0-9]{10,20}\.[0-9a-f]{16,}/g },
  { kind: "password", pattern: /(?<=:thin:[^\s/@:]{1,60}\/)[^\s@]{3,80}(?=@)/g },
  { kind: "cloudflare", pattern: /\bv1\.0-[0-9a-f]{16,}-[0-9a-f]{16,}/g },
  { kind: "token", pattern: /(?<=\bcodecov\b[^\n|]{0,100}\s-t[ =])[\w-]{16,}/g },
  { kind: "twilio", pattern: /(?<![A-Za-z0-9])SK[0-9a-f]{30,}/g },
  { kind: "mailchimp", pattern: /(?<![0-9a-f])[0-9a-f]{32}-us\d{1,2}\b/g },
  { kind: "telegram", pattern: /(?<!\d)\d{7,12}:AA[\w-]{16,}/g },
  { kind: "discord", pattern: /(?<![\w.])[MNO][\w-]{17,28}\.[\w-]{6}\.[\w-]{16,}/g },
  { kind: "vault", pattern: /(?<![\w.])s\.[A-Za-z0-9]{20,}/g },
  { kind: "terraform", pattern: /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{16,}/g },
  { kind: "fly", pattern: /FlyV1 f[mo]\d\w?_[\w+/=,-]{16,}/g },
  {
    kind: "webhook",
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/-]{16,})/g,
    group: 1,
  },
  { kind: "webhook", pattern: /discord(?:app)?\.com\/api\/webhooks\/([\w/-]{16,})/g, group: 1 },
  { kind: "webhook", pattern: /\.webhook\.office\.com\/([\w/@-]{16,})/g, group: 1 },
  { kind: "webhook", pattern: /\.logic\.azure\.com[:\d]*\/([\w/?&=%.-]{16,})/g, group: 1 },
  { kind: "private_key", pattern: /LS0tLS1CRUdJTiB(?!DRVJU|QVUJM)[A-Za-z0-9+/=]{16,}/g },
  {
    kind: "authorization",
    pattern:
      /(?<=authorization["']?\s{0,3}[:=]\s{0,3}["']?)(?:(?:basic|bearer|token|api-?key|api-token|digest|negotiate|ssws)\s+([^\s"'<>${}*]{8,})|(?=[^\s"']{0,60}\d)([\w\-.~+/=]{16,}))/gi,
  },
  { kind: "authorization", pattern: /\bbearer\s+([\w\-.~+/=]{16,})/gi, group: 1 },
  {
    kind: "basic_auth",
    pattern:
      /(?<=\bcurl\b[^\n|]{0,200}\s(?:-u|--user|--proxy-user)[ =]{0,2}["']?[^\s:"'$]{1,60}:)[^\s"'$<]{3,}/g,
  },
  {
    kind: "password",
    pattern: /\bsshpass\s+-p\s*(?:'([^'\n]{3,})'|"([^"\n]{3,})"|([^\s'"$]{3,}))/g,
  },
  {
    kind: "password",
    pattern: /(?<=\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|]{0,100}\s-p)[^\s"'$<]{3,}/g,
  },
  { kind: "password", pattern: /(?<=\bredis-cli\b[^\n|]{0,100}\s(?:-a|--pass)\s)[^\s"'$<]{3,}/g },
  {
    kind: "password",
    pattern:
      /(?<=\b(?:docker|podman|helm|twine|nuget|az|oc|mongosh?|mongodump|mongorestore)\b[^\n|]{0,100}\s-p[ =])(?![\d.:]+(?:\/|\s|$))[^\s"'$<-][^\s"'$<]{5,}/g,
  },
  {
    kind: "password",
    pattern: /(?<=passwor[dt]["']?[:=]?\s{0,2}["']?)[a-z]{4}(?: [a-z]{4}){3}\b/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:creds?|credentials|login|zugang)\b:?\s+(?:(?:are|is|with|in with|as)\s+)?[\w@.-]{2,40}\s+[/|:]\s+(?=\S{0,40}[\d!#$%&])([^\s,;]{5,})/gi,
  },
  { kind: "password", pattern: /\becho\s+["']?([^\s"'|$]{3,})["']?\s*\|\s*sudo\s+-S/g },
  {
    kind: "password",
    pattern:
      /\bssh-keygen\b[^\n|]{0,100}\s-[NP]\s+(?:'([^'\n]{3,})'|"([^"\n]{3,})"|([^\s'"$]{3,}))/g,
  },
  {
    kind: "password",
    pattern: /\b(?:htpasswd\s+-\w*b\w*\s+\S+\s+\S+|net\s+user\s+\S+)\s+([^\s/$][^\s$]{3,})/g,
  },
  {
    kind: "aws",
    pattern: /(?:AKIA|ASIA)[A-Z0-9]{12,}[\s,:|/"']{1,6}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/g,
  },
  { kind: "twilio", pattern: /\bAC[0-9a-f]{32}:([0-9a-f]{32})/g },
  {
    kind: "webhook",
    pattern:
      /(?<=https?:\/\/[^\s"'<>]{3,120}\/(?:webhooks?\w{0,4}|hooks?|catch|key)\/)(?=[^\s"'<>]{0,200}\d)(?![\w/@-]*\.\w)[\w/@-]{12,}/g,
  },
  {
    kind: "password",
    pattern:
      /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}(?:\s*[:|]\s*|\s+\/\s+)(?=[^\s/]{0,60}[\d!#$%&])([^\s/,;]{6,})(?![^\s]*\/)(?<!\.git)/gi,
  },
  {
    kind: "password",
    pattern:
      /(?<![\w/.-])[\w.-]{2,40}:(?=[^\s:@/]{0,60}\d)([^\s:@/"']{8,})@(?!sha\d)[\w.-]{1,100}:\d/g,
  },
  {
    kind: "password",
    pattern:
      /(?<=\b(?:sqlcmd|cqlsh|cassandra|ldap\w{2,8}|zip|unzip|7z|plink|pscp|kinit)\b[^\n|]{0,100}\s-(?:P|p|w|pw)\s)[^\s"'$<-][^\s"'$<]{3,}/g,
  },
  {
    kind: "password",
    pattern: /(?<=\s-(?:storepass|keypass|srcstorepass|passin|passout)\s)[^\s"'$<]{3,}/g,
  },
  {
    kind: "password",
    pattern:
      /(?<=\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|]{0,100}\s-p)(?:'([^'\n]{3,})'|"([^"\n]{3,})")/g,
  },
  {
    kind: "basic_auth",
    pattern:
      /(?<=\b(?:https?|smbclient|lftp)\b[^\n|]{0,100}\s-(?:a|U|u)\s["']?[\w.-]{1,40}[:%,])[^\s"'$<]{3,}/g,
  },
  {
    kind: "basic_auth",
    pattern: /\bauth\s?=\s?\(\s?["'][^"'\n]{1,60}["'],\s?["']([^"'\n]{4,})["']/g,
  },
  {
    kind: "cookie",
    pattern:
      /(?<=\bcookie["']?:\s?[^\n]{0,200}(?:sess\w{0,12}|sid|auth\w{0,9}|token|jwt)=)[^\s;"']{16,}/gi,
  },
  { kind: "password", pattern: /(?<=[\w.-]:)[^\s@:/"']{3,80}(?=@tcp\()/g },
  {
    kind: "password",
    pattern:
      /\.(?:login|authenticate|sign_?in|auth)\(\s*["'][^"'\n]{1,80}["'],\s*["']([^"'\n]{4,})["']/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:define|setenv|putenv|setProperty|set|put)\(\s*["'][\w.]*(?:pass\w*|secret|token|key)["'],\s*["']([^"'\n]{6,})["']/gi,
  },
  // Said the other way round, and of what opens doors.
  {
    kind: "password",
    pattern:
      /(?<!\S)(?=[^\s(]{0,40}\d)(?=[^\s(]{0,40}[a-z])([^\s(/:]{6,40})\s(?:as (?:the |your |its |my )?(?:\w+ )?|\((?:(?:the|my|our|old|new|current|root|admin|db) ){1,3})(?:password|passphrase|pwd?|pin)\b/gi,
  },
  {
    kind: "password",
    pattern:
      /\bpassw(?:or[dt])[^.\n]{0,30}\b(?:type|enter|use|try) (?=[^\s.]{0,40}\d)(?=[^\s.]{0,40}[a-z])([^\s,;]{6,40})/gi,
  },
  {
    kind: "password",
    pattern:
      /\b[Ww][Ii]-?[Ff]i\b[^\n]{0,60}\s[/:]\s(?=\S{0,62}\d)(?=\S{0,62}[A-Z!#$%&*])(\S{8,63})/g,
  },
  {
    kind: "pin",
    pattern:
      /(?:\bPIN\b(?! (?:numbers?|headers?|diodes?|must|should|needs?|ha[sd]|length)\b)[^.\n\d]{0,40}|\bpin (?:for|of|code|zum|zur|de|da|van)\b[^.\n\d]{0,30}(?:\b(?:is|ist|es|est)|[:è])|\b(?:PIN|PUK|puk)(?: is|:)?) ?(\d{4,8})(?!\w|\.\d)/g,
  },
  {
    kind: "password",
    pattern:
      /\b(?:creds?|credentials|logins?|zugang)\b[^\n:]{0,40}:\s+[\w@.-]{2,40} ?[:|] ?(?!\/)(?=\S{0,40}\d)([^\s,;]{5,})/gi,
  },
  {
    kind: "password",
    pattern: /(?<![\w.:-])[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*-]{1,40}:[\w*-]{1,40}:([^\s:]{4,})/g,
  },
  {
    kind: "license",
    pattern:
      /(?<=\b(?:licen[sc]e|product|serial|activation)[- ]?(?:key|number|code)\b[^\n]{0,20})\b[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){2,6}\b/g,
  },
  {
    kind: "cookie",
    pattern:
      /\b(?:connect\.sid=s(?:%3A|:)|(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|sessionid|laravel_session)=)([^\s;"']{16,})/gi,
  },
  {
    kind: "webhook",
    pattern:
      /(?<=https?:\/\/[^\s"'<>]{0,120}(?:hook|deploy|trigger)[^\s"'<>]{0,120}[?&](?:key|token|secret)=)[\w.~-]{8,}/gi,
  },
  {
    kind: "recovery_phrase",
    pattern:
      /(?<!\p{L})(?:(?:seed|recovery|backup|wallet|secret)[- ](?:phrase|words|wörter)|mnemonic|phrase de récupération|frase semilla)(?:[^\n:=]{0,40}[:=]\s{0,3}|\W{1,6}(?:is\W{1,3})?)((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})\b/giu,
  },
  {
    kind: "totp",
    pattern:
      /(?<![A-Za-z0-9])(?=[A-Z]{0,40}[2-7])(?<=(?<![A-Za-z])(?:2fa|2FA|[tT][oO][tT][pP]|[oO][tT][pP]|[mM][fF][aA]|[aA]uthenticator)(?![A-Za-z])[^\n]{0,60})[A-Z2-7]{16,64}(?![A-Za-z0-9])/g,
  },
  {
    kind: "recovery_code",
    pattern:
      /(?<![\w-])(?![A-Z]{2,10}-\d+-?(?:[a-z]|$))(?=[0-9a-z]{4,10}-[0-9a-z-]{4,40}(?![\w-]))(?=[a-z-]*\d)(?<=\b(?:recovery|backup|rescue|scratch|2fa)[- ]codes?\b[^]{0,300})[0-9a-z]{4,10}(?:-[0-9a-z]{4,10}){1,5}/gi,
  },
  {
    kind: "recovery_code",
    pattern:
      /(?<=(?<!\p{L})(?:(?:recovery|backup|rescue|scratch|2fa)[- ]codes?|wiederherstellungscodes?|códigos de (?:respaldo|recupera\p{L}+)|codes de (?:secours|récupération)|kody zapasowe|yedek kodlar|복구 코드|恢复码|リカバリーコード)(?!\p{Lu})[^]{0,300})(?<![\d.-])\d{4,6}[ -]\d{4,6}(?![\d.-])/giu,
  },
  { kind: "recovery_code", pattern: /(?<![\d-])\d{6}(?:-\d{6}){5,7}(?![\d-])/g },
  // A few words that nobody would say of a passphrase.
  {
    kind: "password",
    pattern:
      /\bpassphrase\b[^\n.:=]{0,60}(?:\bis\b|[:=])\s{0,3}((?!(?:[a-z]{1,12}[ -]){0,8}(?:the|an?|in|on|by|to|of|for|from|and|or|not|with|at|is|as|your|our|my|its?|very|too|usually|always|never|stored|kept|required|shared|rotated)\b)(?:[a-z]{3,12}[ -]){3,8}[a-z]{3,12})(?=\s{0,2}(?:[.,;"'\n]|$))/gi,
  },
  {
    kind: "password",
    pattern:
      /\bpassword\s{1,2}["']((?!(?:[a-z]{1,12} ){0,8}(?:the|an?|in|is|to|of|for|must|may|your|too|not|with)\b)(?:[a-z]{3,12} ){3,8}[a-z]{3,12})["']/gi,
  },
  // Changed from one to another.
  {
    kind: "password",
    pattern:
      /(?<=\b(?:passw(?:or[dt])|kennwort|contraseña|mot de passe|senha|wachtwoord)[^\n]{0,20}\b(?:from|von|de|da|van) )(?!bcrypt|argon|scrypt|sha|md5|pbkdf)(?=\S{0,40}[\d!#$%&])\S{5,40}(?= (?:to|auf|zu|à|a|para|naar) )/gi,
  },
  {
    kind: "password",
    pattern:
      /(?<=\b(?:passw(?:or[dt])|kennwort|contraseña|mot de passe|senha|wachtwoord)[^\n]{0,20}\b(?:from|von|de|da|van) \S{3,40} (?:to|auf|zu|à|a|para|naar) )(?!bcrypt|argon|scrypt|sha|md5|pbkdf)(?=\S{0,40}[\d!#$%&])\S{5,40}/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:IDENTIFIED (?:WITH \w{1,40} )?(?:BY|AS) (?:PASSWORD )?|ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?)["']([^"'\n$]{3,})["']/gi,
  },
  {
    kind: "password",
    pattern: /(?<=[?&"']pass(?:word|wd)?=)(?=[^\s&"']{0,60}[\d!#%])[^\s&"'$<{]{4,}/gi,
  },
  {
    kind: "token",
    pattern:
      /\b(?:[a-z][\w-]{1,20})\s{1,2}(?:auth\s{1,2})?login\s{1,2}(?:--?[\w-]{1,20}[ =]{1,2})?(?=[\w.-]{0,60}\d)(?=[\w.-]{0,60}[A-Z])([\w.-]{20,})(?![\w/:.-])/g,
  },
  {
    kind: "password_hash",
    pattern: /(?<=^\s{0,4}[\w.@-]{1,64}:\$(?:apr1|2[abxy]|[156y]|argon2\w{1,2})\$)[^\s:]{16,}/gm,
  },
  // What opens doors, and what proves who somebody is.
  {
    kind: "pin",
    pattern: new RegExp(
      `(?<!\\p{L})(?:(?:${DOORS})\\p{L}{0,9}[- ]?(?:${CODES})|(?:${CODES})[- ](?:[\\p{L}'’]{1,9} ){0,3}(?:${DOORS})|` +
        "deurcode|türcode|pincode|passcode|digicode|暗証番号|门禁密码|비밀번호)(?!\\p{L})(?:[^.\\n\\d\\p{L}]{0,3}|[^.\\n\\d]{0,24}(?:(?<!\\p{L})(?:is|ist|es|est|è|be|now)|[=は]|(?<! \\p{L}{1,12}):)\\s?)(?!\\d{4}-\\d\\d-)" +
        "(\\d[\\d -]{2,9}\\d[#*]?|[A-Z]\\d{4,6}|\\d{4}[A-Z](?![a-z]))(?![\\w:/%]|\\.\\d)",
      "giu",
    ),
  },
  {
    kind: "answer",
    pattern: new RegExp(
      "(?<!\\p{L})(?:(?:security|secret) (?:question|answer)|sicherheitsfrage|pregunta (?:secreta|de seguridad)|question secrète|domanda di sicurezza|" +
        "pergunta de segurança|pytanie pomocnicze|güvenlik sorusu|보안 질문)[^\\n:]{0,60}?(?:[:→]|->|\\b(?:is|ist|es|est|è)\\b)" +
        "(?:[^\\n:]{0,60}?(?:[aA]nswer|[aA]ntwort|[cC]evap|답)[은:]?)?\\s{0,2}[\"']?((?!shown|asked|optional|required|the |an? |not )[\\p{Lu}\\p{Lo}\\d][^\\n\"',.]{2,60})",
      "gu",
    ),
  },
  {
    kind: "password",
    pattern:
      /(?<!\p{L})(?:phrase secrète|frase de (?:paso|contraseña)|wachtzin|passwortsatz|合言葉|кодовое слово)[^\n.:=は]{0,40}(?:(?<=\s)(?:is|est|es|è)\s|[:=は])\s{0,2}[«"'「]?\s?([^\n.,;«»"'」]{4,80})/giu,
  },
  // Nobody writes a word like this but as a password: "Frosty!Pond14".
  {
    kind: "password",
    pattern:
      /(?<![^\s"'(`「:>|])(?=[^\s]{0,40}\d)(?=[^\s]{0,40}[A-Z])(?=[^\s]{0,40}[a-z]{3})(?=[\w^!&*?+-]{0,40}(?:[A-Za-z\d][!&*^?](?!\w{0,40}=)[A-Za-z\d]|[a-z]#[A-Z][a-z]))[A-Za-z][\w#^!&*?+-]{7,40}(?=[\s"'),.;:`」|]|$)/g,
  },
  {
    kind: "password",
    pattern:
      /\blog ?in\b[^\n]{0,30}\b(?:is|as) [^\s,]{2,40} with (?=\S{0,40}\d)(?=\S{0,40}[-!#$%&*_;])(\S{6,40})/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:create|add|set|change|reset)_?(?:user|password|login)\(\s*["'][^"'\n]{1,80}["'],\s*["'](?=[^"'\n]{0,60}\d)(?=[^"'\n]{0,60}[A-Z!#$%&*_-])([^"'\s@]{5,60})["']/gi,
  },
  // A name and its password, told in a row.
  {
    kind: "password",
    pattern:
      /\b(?:user(?:name)?|login|u)\b[:=]?\s{1,2}[^\s,;]{2,40}[,;]?\s{1,3}(?:pw|p|pass|pwd)\b[:=]?\s{1,2}(?=\S{0,40}\d)(\S{5,40})/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:creds?|credentials|logins?|zugang(?:sdaten)?)\b[^\n:]{0,30}?\s[\w.@-]{2,40}:(?!\d{2,5}(?!\S))(?=[^\s/]{0,40}\d)([^\s,;/]{5,40})/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:admin|root|user|test|guest)\/(?=\S{0,40}\d)(?=\S{0,40}[!#$%&*])([^\s,;/]{6,40})/gi,
  },
  {
    kind: "password",
    pattern:
      /(?<!\S)(?=\S{0,40}\d)(?=\S{0,40}[!#$%&*])([^\s,;/]{6,40}),? (?:not \S{3,40} )?for (?:the |our |my )?(?:\w{1,20} ){0,2}password\b/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:pw|pwd|password|passphrase|kennwort|passwort)\b[^\n.!?]{0,40}\?\s(?=\S{0,40}\d)(?=\S{0,40}[!#$%&*_-])(\S{6,40})/gi,
  },
  {
    kind: "password",
    pattern:
      /\bssid\b[^\n]{0,60}?\b(?:key|psk|pass\w{0,8})\b\s?[:=]?\s{1,2}["']?(?=\S{0,62}\d)([^\s"']{8,63})/gi,
  },
  {
    kind: "password",
    pattern:
      /\b(?:net\s{1,2}use\b[^\n|]{0,100}\/user:\S{1,80}\s{1,2}|openssl\b[^\n|]{0,100}\s-k\s{1,2}|7z\w?\b[^\n|]{0,100}\s-p)(?![-/$])([^\s"'$<]{3,})/gi,
  },
  {
    kind: "password",
    pattern: /\bnet\s{1,2}use\b[^\n|]{0,100}?\s(?=\S{0,40}\d)([^\s\\/:*]{5,40})\s{1,2}\/user:/gi,
  },
  {
    kind: "password",
    pattern: /\becho\s{1,2}["']?[\w.-]{1,40}:([^\s"'|$]{3,})["']?\s*\|\s*(?:sudo\s{1,2})?chpasswd/g,
  },
  // A function is given a name and a password.
  {
    kind: "password",
    pattern:
      /(?:[bB]asic_?[aA]uth|Credentials?|username_pw_set|getConnection|\bPDO|\bDBI->connect|\.login|\bjwt\.sign)\s?\((?:\s{0,3}(?:"[^"\n]{0,120}"|'[^'\n]{0,120}'|[\w.$]{1,60})\s{0,3},){1,2}\s{0,3}(?:Some\(|N|b)?["'](?=[^"'\s]{0,80}[\d!?#])([^"'\s]{5,80})["']/g,
  },
  { kind: "password", pattern: /USERPWD["']?\s?,\s?["'][^:"'\n]{1,60}:([^"'\n]{3,})["']/g },
  { kind: "password", pattern: /\bPASSWORD\s{1,2}(?:=\s?)?N?'([^'\n]{3,})'/g },
  {
    kind: "password",
    pattern:
      /\b(?:wpa[-_])?(?:psk|preSharedKey)["']?\s?[:=]\s?(?:"([^"\n]{8,63})"|'([^'\n]{8,63})'|([^\s"'<$]{8,63}))/gi,
  },
  {
    kind: "cookie",
    pattern:
      /(?<=\bcurl\b[^\n|]{0,200}\s(?:-b|--cookie)[ =]["']?[^"'\n]{0,100}(?:sess\w{0,12}|sid|auth\w{0,9}|token|jwt)=)[^\s;"']{16,}/gi,
  },
  { kind: "token", pattern: /(?<=--token[ =])[a-z0-9]{6}\.[a-z0-9]{16}(?![\w.])/g },
  // The private part of a key as JSON (RFC 7517).
  {
    kind: "private_key",
    pattern:
      /(?<="(?:d|k|dp|dq|qi)"\s?:\s?")(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Z])(?=[\w-]{0,80}[a-z])[\w-]{32,}(?=")/g,
  },
  // Tools with a way of their own to be told.
  ...[
    /(?<=\b(?:mosquitto_\w{3,6}|cypher-shell|ipmitool|sqlcmd)\b[^\n|]{0,160}\s-[Pp]\s["']?)[^\s"'<$-][^\s"'<]{3,}/g,
    /(?<=\bsnmp\w{2,10}\b[^\n|]{0,160}\s-[AX]\s["']?)[^\s"'<$-]{6,}/g,
    /(?<=\binflux\b[^\n|]{0,160}\s(?:-t|--token)[ =])[\w=-]{20,}/g,
    /\bsqlplus\s{1,2}(?:-\w{1,9}\s{1,2}){0,3}[\w.]{1,40}\/([^\s@"']{3,})@/g,
    /\brabbitmqctl\s{1,2}(?:add_user|change_password)\s{1,2}\S{1,60}\s{1,2}["']?([^\s"'$]{4,})/g,
    /\bmysqladmin\b[^\n|]{0,100}\spassword\s{1,2}["']?([^\s"'$]{4,})/g,
    /\bhttp-basic\.\S{1,80}\s{1,2}\S{1,60}\s{1,2}["']?([^\s"'$]{4,})/g,
    /\bbundle\s{1,2}config\b[^\n|]{0,100}\s[\w.-]{1,40}:([^\s:"'$/]{6,})(?=\s|$)/g,
    /\bmc\s{1,2}alias\s{1,2}set(?:\s{1,2}\S{1,80}){3}\s{1,2}["']?([^\s"'$]{6,})/g,
    /\bx?freerdp\d?\b[^\n|]{0,160}\s\/p:["']?([^\s"'$]{3,})/g,
    /\b(?:requirepass|masterauth|bindpw)\s{1,3}["']?([^\s"'$<]{5,})/g,
    /\bsnmp-server\s{1,2}community\s{1,2}([^\s"'<]{5,})/g,
    /\bstats\s{1,2}auth\s{1,2}[\w.-]{1,40}:([^\s:]{3,})/g,
    /\bPSK\s{1,2}"([^"\n]{8,})"/g,
    /\bPWD=\{([^}\n]{3,})\}/gi,
    /\bIDENTIFIED BY ([^\s'";<]{5,})/g,
    /\bPASSWORD FOR\b[^\n=]{0,80}=\s?'([^'\n]{3,})'/g,
    /\bcrypt\(\s?'([^'\n]{3,})'/g,
    /\b(?:ATTACH\b[^\n]{0,100}\bKEY\s{1,2}|PRAGMA\s{1,2}(?:re)?key\s?=\s?)["']([^"'\n]{4,})/gi,
    /\bSETUSER\b[^\n]{0,80}\s>([^\s]{4,})/gi,
    /\b(?:echo|printf)\s{1,2}(?:-n\s{1,2})?["']?([^\s"'|$]{4,})["']?\s*\|\s*(?:docker|podman|kubectl|vault|gh)\s{1,2}(?:\w{1,20}\s{1,2})?secret\b/g,
    /[:.]auth\(["'](?=[^"'\n]{0,60}\d)([^"'\s]{6,60})["']\)/g,
    /(?<=\berlang[ ._]cookie\b[^\n]{0,80}[:=]\s?["']?)[A-Z\d]{16,}/gi,
  ].map((pattern) => ({ kind: "password", pattern })),
  { kind: "token", pattern: /(?<![A-Za-z0-9])A{15,}[\w%]{30,}/g },
  { kind: "private_key", pattern: /\b[xyz]prv[A-Za-z0-9]{40,}/g },
  // PKCS#1 and PKCS#8 without their head line.
  {
    kind: "private_key",
    pattern:
      /\bMII[A-Za-z0-9+/]{3,5}IBA[AD][A-Za-z0-9+/]{30,}={0,2}(?:\s{1,2}[A-Za-z0-9+/]{30,80}={0,2}){0,80}/g,
  },
  {
    kind: "token",
    pattern:
      /(?<!\p{L})(?:(?:one-time|verification|login|sms|2fa) code|одноразовый код|einmalcode|code de vérification)[^\n\d]{0,30}(?:\b(?:is|ist|est)|[:=])\s?(\d{6,8})(?!\d)/giu,
  },
  {
    kind: "password",
    pattern:
      /(?<=\b(?:wi-?fi|wlan)\b[^\n]{0,80})(?<![\p{L}\d])\p{L}{3,20}\d{3,4}\p{L}{3,20}(?![\p{L}\d])/giu,
  },
];
