/** A form of secret that is known by its look alone. */
export interface Rule {
  /** Appears in the replacement: `[redacted:kind]`. */
  kind: string;
  /**
   * Its first group that took part is the secret, without any the whole match. Global; must run in
   * linear time: nothing unbounded before a part that may fail. No look behind: Bun does not compile
   * such a pattern, which makes it a hundred times slower.
   */
  pattern: RegExp;
  /** Only in what this sees ahead: its last group. */
  after?: RegExp;
}

/**
 * Prefixes of the providers' tokens, by kind. What follows a prefix is at least 16 characters long,
 * whatever length the provider issues: rotated, cut and made-up tokens count. The kinds are those
 * that gitleaks and secretlint list; prefixes are the providers' public documentation.
 *
 * Those with a "?" are also the beginning of names: what follows them must look drawn by lot.
 */
const PREFIXES: Readonly<Record<string, string>> = {
  ai:
    "sk-ant- sk-or- sk-proj- sk-svcacct- sk-admin- sk-lf- sess-? gsk_ pplx- xai-? r8_? hf_? api_org_ " +
    "nvapi- pcsk_ tvly- lsv2_ jina_? tgp_v1_ fw_? e2b_? fc-? pa-? wandb_v1_ csk-? sk-?",
  mem0: "m0-? m0sk_",
  github: "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
  gitlab:
    "glpat- gldt- glrt- glcbt- glptt- glft- glsoat- glimt- glagent- gloas- glffct- glwt- GR1348941",
  slack: "xoxb- xoxp- xoxa- xoxe- xoxe. xoxo- xoxr- xoxs- xoxc- xoxd- xapp- xwfp-",
  stripe: "sk_live_ sk_test_ rk_live_ rk_test_ whsec_ sk_? rk_?",
  google: "AIza? GOCSPX- ya29. 1//0",
  aws: "IQoJ? FwoG? ABSK?",
  registry: "npm_? pypi-Ag cio? rubygems_ dckr_pat_ dckr_oat_ oy2? CLOJARS_ AKCp? cmVmdGtu",
  saas:
    "ntn_ secret_? lin_api_ lin_oauth_ ATATT3 ATCTT3 ATBB ATTA? figd_ figo_ figu_ PMAK- NRAK- NRAL- " +
    "NRJS- NRII- sntrys_ sntryu_ glsa_ glc_ dt0c01. dt0s01. dapi? shpat_ shpca_ shppa_ shpss_ shptka_ " +
    "SG.? xkeysib- xsmtpsib- key-? sq0atp- sq0csp- EAA? EAACEdEose0cBA access_token$ pat-na1-? pat-eu1-? " +
    "CFPAT- phx_ sgp_? bkua_ bkct_ CCIPAT_ CCIPRJ_ squ_? sqp_? sqa_? rdme_ shippo_live_ shippo_test_ " +
    "tfp_? pnu_? EZAK? EZTK? duffel_live_ duffel_test_ FLWSECK fio-u- ico-? access-sandbox- " +
    "access-production- patE? pat.? sat.? ops_eyJ A3-? sk.eyJ re_? lmtk_ tskey- ntfy_? LTAI? AKID? " +
    "dnkey- s-s4t2ud- " +
    "s-s4t2af- sm_pat_ sm_aat_ sm_sat_ sl.? p8e- sc_? ext_? scauth_? authress_ sdk-? API-? aio_? live_? tk-us- AQVN?",
  cloud:
    "dop_v1_ doo_v1_ dor_v1_ HRKU- dp.st. dp.pt. dp.ct. dp.sa. dp.scim. dp.audit. nfp_? nfc_? nfo_? " +
    "nfb_? vcp_ vci_ vca_ vcr_ vck_ fm1_ fm1r_ fm1a_ fm2_ fo1_ sbp_ sb_secret_ pscale_tkn_ pscale_pw_ " +
    "pscale_oauth_ rnd_? pul-? hvs. hvb. hvr. t1.? AGE-SECRET-KEY- sha256~ cfut_ cfat_",
};

/** The beginnings of names among them. */
const AMBIGUOUS = new Set(
  Object.values(PREFIXES).flatMap((list) => list.match(/\S+(?=\?)/g) ?? []),
);

const BODY = "[\\w\\-.~+/=|%]";
/** Not within a word: up to where one may begin. */
const BEGIN = "(?:^|[^A-Za-z0-9])";
const SPACE = String.raw`(?:^|\s)`;

/** A token by its prefix; group 1 is the prefix, group 2 the rest. */
export interface PrefixRule {
  kind: string;
  pattern: RegExp;
  isAmbiguous(prefix: string): boolean;
}

/** One pattern per kind. */
export const PREFIX_RULES: readonly PrefixRule[] = Object.entries(PREFIXES).map(([kind, list]) => {
  const prefixes = list.replaceAll("?", "").replace(/[.$/]/g, "\\$&").replaceAll(" ", "|");
  return {
    kind,
    pattern: new RegExp(
      `${BEGIN}(?=[A-Za-z\\d][$\\w\\-.~+/=|%]{17})(${prefixes})(${BODY}{16,})`,
      "g",
    ),
    isAmbiguous: (prefix) => AMBIGUOUS.has(prefix),
  };
});

/** A pattern that is composed of the pieces below. */
const composed = (flags: string) => (parts: TemplateStringsArray, ...pieces: string[]) =>
  new RegExp(String.raw(parts, ...pieces), flags);
const exact = composed("g");
const anyCase = composed("gi");
const anyScript = composed("giu");

/** A value in quotes. */
const QUOTED = String.raw`'([^'\n]{3,})'|"([^"\n]{3,})"`;
/** What a number opens, and what the number is called. */
const DOORS =
  "door|gate|alarm|safe|lock|entry|keypad|garage|shed|lockbox|panel|duress|tür|tor|portão|alarma|cancello|porta|porte|bramy|kapı|домофона?|coffre|cassaforte|caja fuerte|сейфа|sejfu|kłódki|schlüsselkasten|tresor|padlock|luggage|bancomat";
const CODES =
  "codes?|pin|combo|combination|geheimzahl|szyfr|clave|kod[ue]?|código|codice|код|schloss";
/** What it is called. */
const PASSWORD = "passw(?:or[dt])|kennwort|contraseña|mot de passe|senha|wachtwoord";
/** A password that changed: up to the old one, either, and between both. */
// deno-fmt-ignore -- it would put the dot on a line of its own
const CHANGED =
  String.raw`\b(?:${PASSWORD})[^\n]{0,20}\b(?:from|von|de|da|van) `;
const EITHER = String.raw`(?!bcrypt|argon|scrypt|sha|md5|pbkdf)(?=\S{0,40}[\d!#$%&])\S{5,40}`;
const INTO = " (?:to|auf|zu|à|a|para|naar) ";
/** A function's first argument, up to the second one's text. */
const GIVEN = String.raw`\(\s*["'][^"'\n]{1,80}["'],\s*["']`;
/** A command's arguments, up to one that matters. */
const ARGS = String.raw`\b[^\n|]{0,160}\s`;
/** There is one in the word that begins here. */
const DIGIT = String.raw`(?=\S{0,40}\d)`;
const SIGN = String.raw`(?=\S{0,40}[!#$%&*])`;
/** What is no variable and no placeholder, of an option and of a command. */
const VALUE = String.raw`[^\s"'$<]{3,}`;
const WORD = String.raw`["']?([^\s"'$]{4,})`;
/** Between words that may be wrapped or indented. */
const GAP = String.raw`\s{1,2}`;

/**
 * Secrets with a form of their own, by kind. Of kinds that find the same the first one names it, so the
 * one that says least is the last.
 */
const FORMS: Readonly<Record<string, readonly RegExp[]>> = {
  jwt: [exact`${BEGIN}(eyJ[\w-]{13,}(?:\.[\w-]*){0,4})`],
  aws: [
    exact`${BEGIN}((?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{12,})`,
    /(?:AKIA|ASIA)[A-Z0-9]{12,40}[\s,:|/"']{1,6}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/g,
  ],
  azure: [
    /(?:^|[^\w~])([\w~.-]{2,5}Q~[\w~.-]{16,})/g,
    /(?:AccountKey|SharedAccessKey|SharedSecret)=([\w+/=%]{16,})/g,
  ],
  signature: [/[?&](?:sig|X-Amz-Signature|X-Goog-Signature|hmac)=([\w%+/=-]{16,})/g],
  saas: [exact`${BEGIN}(pat[A-Za-z0-9]{10,20}\.[0-9a-f]{16,})`],
  cloudflare: [/\bv1\.0-[0-9a-f]{16,}-[0-9a-f]{16,}/g],
  token: [
    exact`\b(?:[a-z][\w-]{1,20})${GAP}(?:auth${GAP})?login${GAP}(?:--?[\w-]{1,20}[ =]{1,2})?(?=[\w.-]{0,60}\d)(?=[\w.-]{0,60}[A-Z])([\w.-]{20,})(?![\w/:.-])`,
    /--token[ =]([a-z0-9]{6}\.[a-z0-9]{16})(?![\w.])/g,
    exact`${BEGIN}(A{15,}[\w%]{30,})`,
    /(?:^|[^\p{L}])(?:(?:one-time|verification|login|sms|2fa) code|одноразовый код|einmalcode|code de vérification)[^\n\d]{0,30}(?:\b(?:is|ist|est)|[:=])\s?(\d{6,8})(?!\d)/giu,
  ],
  twilio: [
    exact`${BEGIN}(SK[0-9a-f]{30,})`,
    /\bAC[0-9a-f]{32}:([0-9a-f]{32})/g,
  ],
  mailchimp: [/(?:^|[^0-9a-f])([0-9a-f]{32}-us\d{1,2})\b/g],
  telegram: [/(?:^|\D)(\d{7,12}:AA[\w-]{16,})/g],
  discord: [/(?:^|[^\w.])([MNO][\w-]{17,28}\.[\w-]{6}\.[\w-]{16,})/g],
  vault: [/(?:^|[^\w.])(s\.[A-Za-z0-9]{20,})/g],
  terraform: [/[A-Za-z0-9]{14}\.atlasv1\.[\w-]{16,}/g],
  fly: [/FlyV1 f[mo]\d\w?_[\w+/=,-]{16,}/g],
  webhook: [
    /(?:\bhooks\.[\w.-]{3,60}\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|\.webhook\.office\.com|\.logic\.azure\.com[:\d]*)\/([\w/?&=%.@-]{16,})/g,
    /https?:\/\/[^\s"'<>]{3,120}?\/(?:webhooks?\w{0,4}|hooks?|catch|key)\/(?=[^\s"'<>]{0,200}\d)(?![\w/@-]*\.\w)([\w/@-]{12,})/g,
    /https?:\/\/[^\s"'<>]{0,120}?(?:hook|deploy|trigger)[^\s"'<>]{0,120}?[?&](?:key|token|secret)=([\w.~-]{8,})/gi,
  ],
  private_key: [
    /LS0tLS1CRUdJTiB(?!DRVJU|QVUJM)[A-Za-z0-9+/=]{16,}/g,
    // The private part of a key as JSON (RFC 7517).
    /"(?:d|k|dp|dq|qi)"\s?:\s?"(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Z])(?=[\w-]{0,80}[a-z])([\w-]{32,})"/g,
    /\b[xyz]prv[A-Za-z0-9]{40,}/g,
    // PKCS#1 and PKCS#8 without their head line.
    exact`\bMII[A-Za-z0-9+/]{3,5}IBA[AD][A-Za-z0-9+/]{30,}={0,2}(?:${GAP}[A-Za-z0-9+/]{30,80}={0,2}){0,80}`,
  ],
  authorization: [
    /authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:basic|bearer|token|api-?key|api-token|digest|negotiate|ssws)\s+([^\s"'<>${}*]{8,})|(?=[^\s"']{0,60}\d)([\w\-.~+/=]{16,}))/gi,
    /\bbearer\s+([\w\-.~+/=]{16,})/gi,
  ],
  basic_auth: [
    exact`\bcurl\b[^\n|]{0,200}?\s(?:-u|--user|--proxy-user)[ =]{0,2}["']?[^\s:"'$]{1,60}:(${VALUE})`,
    /\bauth\s?=\s?\(\s?["'][^"'\n]{1,60}["'],\s?["']([^"'\n]{4,})["']/g,
  ],
  cookie: [
    /\b(?:connect\.sid=s(?:%3A|:)|(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|sessionid|laravel_session)=)([^\s;"']{16,})/gi,
  ],
  pin: [
    /(?:\bPIN\b(?! (?:numbers?|headers?|diodes?|must|should|needs?|ha[sd]|length)\b)[^.\n\d]{0,40}|\bpin (?:for|of|code|zum|zur|de|da|van)\b[^.\n\d]{0,30}(?:\b(?:is|ist|es|est)|[:è])|\b(?:PIN|PUK|puk)(?: is|:)?) ?(\d{4,8})(?!\w|\.\d)/g,
    anyScript`(?:^|[^\p{L}])(?:(?:${DOORS})\p{L}{0,9}[- ]?(?:${CODES})|(?:${CODES})[- ](?:[\p{L}'’]{1,9} ){0,3}(?:${DOORS})|deurcode|türcode|pincode|passcode|digicode|暗証番号|门禁密码|비밀번호)(?!\p{L})(?:[^.\n\d\p{L}]{0,3}|[^.\n\d]{0,24}(?:[^.\n\d\p{L}](?:is|ist|es|est|è|be|now)|[=は]| :|(?:[^ .\n\d\p{L}]\p{L}{0,12}|\p{L}{13}):)\s?)(?!\d{4}-\d\d-)(\d[\d -]{2,9}\d[#*]?|[A-Z]\d{4,6}|\d{4}[A-Z](?![a-z]))(?![\w:/%]|\.\d)`,
  ],
  recovery_phrase: [
    /(?:^|[^\p{L}])(?:(?:seed|recovery|backup|wallet|secret)[- ](?:phrase|words|wörter)|mnemonic|phrase de récupération|frase semilla)(?:[^\n:=]{0,40}[:=]\s{0,3}|\W{1,6}(?:is\W{1,3})?)((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})\b/giu,
  ],
  recovery_code: [
    /(?:^|[^\d-])(\d{6}(?:-\d{6}){5,7})(?![\d-])/g,
  ],
  password_hash: [
    /^\s{0,4}[\w.@-]{1,64}:\$(?:apr1|2[abxy]|[156y]|argon2\w{1,2})\$([^\s:]{16,})/gm,
  ],
  answer: [
    /(?:^|[^\p{L}])(?:(?:security|secret) (?:question|answer)|sicherheitsfrage|pregunta (?:secreta|de seguridad)|question secrète|domanda di sicurezza|pergunta de segurança|pytanie pomocnicze|güvenlik sorusu|보안 질문)[^\n:]{0,60}?(?:[:→]|->|\b(?:is|ist|es|est|è)\b)(?:[^\n:]{0,60}?(?:[aA]nswer|[aA]ntwort|[cC]evap|답)[은:]?)?\s{0,2}["']?((?!shown|asked|optional|required|the |an? |not )[\p{Lu}\p{Lo}\d][^\n"',.]{2,60})/gu,
  ],
  password: [
    /:thin:[^\s/@:]{1,60}\/([^\s@]{3,80})@/g,
    /passwor[dt]["']?[:=]?\s{0,2}["']?([a-z]{4}(?: [a-z]{4}){3})\b/gi,
    // A chain of arrows that leads over a name to its password.
    /(?:->|=>|→)\s?(?:[aA]dmin\w*|root|\w*[uU]ser|guest|deploy|postgres|sa|[\w.-]+@[\w.-]{3,60})\s?(?:->|=>|→)\s?(?=\S{0,40}\d[\dA-Za-z])(?=\S{0,40}[A-Z!#$%&*_])(?=\S{0,40}[a-z])([^\s,;(){}/]{6,40})(?=[\s,;]|$)/g,
    /\becho\s+["']?([^\s"'|$]{3,})["']?\s*\|\s*sudo\s+-S/g,
    /\b(?:htpasswd(?=[^\n]{0,20}\s-\w{0,9}b)(?:\s+-\w{1,9}(?:\s+\d+)?){1,5}\s+\S+\s+\S+|net\s+user\s+\S+)\s+([^\s/$][^\s$]{3,})/g,
    /(?:^|[^\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}(?:\s*[:|]\s*|\s+\/\s+)(?=[^\s/]{0,60}[\d!#$%&])(?!\S{0,240}\/|[\w.-]{1,100}\.git(?![^\s/,;]))([^\s/,;]{6,})/g,
    /(?:^|[^\w/.-])[\w.-]{2,40}:(?=[^\s:@/]{0,60}\d)([^\s:@/"']{8,})@(?!sha\d)[\w.-]{1,100}:\d/g,
    exact`\s-(?:storepass|keypass|srcstorepass|passin|passout)\s(${VALUE})`,
    /[\w.-]:([^\s@:/"']{3,80})@tcp\(/g,
    anyCase`\.(?:login|authenticate|sign_?in|auth)${GIVEN}([^"'\n]{4,})["']`,
    /\b(?:define|setenv|putenv|setProperty|set|put)\(\s*["'][\w.]*(?:pass\w*|secret|token|key)["'],\s*["']([^"'\n]{6,})["']/gi,
    // Said the other way round.
    /(?:^|\s)(?=[^\s(]{0,40}\d)(?=[^\s(]{0,40}[a-z])([^\s(/:]{6,40})\s(?:as (?:the |your |its |my )?(?:\w+ )?|\((?:(?:the|my|our|old|new|current|root|admin|db) ){1,3})(?:password|passphrase|pwd?|pin)\b/gi,
    /\bpassw(?:or[dt])[^.\n]{0,30}\b(?:type|enter|use|try) (?=[^\s.]{0,40}\d)(?=[^\s.]{0,40}[a-z])([^\s,;]{6,40})/gi,
    /\b[Ww][Ii]-?[Ff]i\b[^\n]{0,60}\s[/:]\s(?=\S{0,62}\d)(?=\S{0,62}[A-Z!#$%&*])(\S{8,63})/g,
    /(?:^|[^\w.:-])[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*-]{1,40}:[\w*-]{1,40}:([^\s:]{4,})/g,
    // A few words that nobody would say of a passphrase.
    /\bpassphrase\b[^\n.:=]{0,60}(?:\bis\b|[:=])\s{0,3}((?!(?:[a-z]{1,12}[ -]){0,8}(?:the|an?|in|on|by|to|of|for|from|and|or|not|with|at|is|as|your|our|my|its?|very|too|usually|always|never|stored|kept|required|shared|rotated)\b)(?:[a-z]{3,12}[ -]){3,8}[a-z]{3,12})(?=\s{0,2}(?:[.,;"'\n]|$))/gi,
    anyCase`\bpassword${GAP}["']((?!(?:[a-z]{1,12} ){0,8}(?:the|an?|in|is|to|of|for|must|may|your|too|not|with)\b)(?:[a-z]{3,12} ){3,8}[a-z]{3,12})["']`,
    // Changed from one to another.
    anyCase`${CHANGED}(${EITHER})(?=${INTO})`,
    anyCase`${CHANGED}\S{3,40}${INTO}(${EITHER})`,
    /\b(?:IDENTIFIED (?:WITH \w{1,40} )?(?:BY|AS) (?:PASSWORD )?|ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?)["']([^"'\n$]{3,})["']/gi,
    /[?&"']pass(?:word|wd)?=(?=[^\s&"']{0,60}[\d!#%])([^\s&"'$<{]{4,})/gi,
    /(?:^|[^\p{L}])(?:phrase secrète|frase de (?:paso|contraseña)|wachtzin|passwortsatz|合言葉|кодовое слово)[^\n.:=は]{0,40}(?:\s(?:is|est|es|è)\s|[:=は])\s{0,2}[«"'「]?\s?([^\n.,;«»"'」]{4,80})/giu,
    // Nobody writes a word like this but as a password: "Frosty!Pond14".
    /(?:^|[\s"'(`「:>|])(?=[^\s]{0,40}\d)(?=[^\s]{0,40}[A-Z])(?=[^\s]{0,40}[a-z]{3})(?=[\w^!&*?+-]{0,40}(?:[A-Za-z\d][!&*^?](?!\w{0,40}=)[A-Za-z\d]|[a-z]#[A-Z][a-z]))([A-Za-z][\w#^!&*?+-]{7,40})(?=[\s"'),.;:`」|]|$)/g,
    anyCase`\blog ?in\b[^\n]{0,30}\b(?:is|as) [^\s,]{2,40} with ${DIGIT}(?=\S{0,40}[-!#$%&*_;])(\S{6,40})`,
    anyCase`\b(?:create|add|set|change|reset)_?(?:user|password|login)${GIVEN}(?=[^"'\n]{0,60}\d)(?=[^"'\n]{0,60}[A-Z!#$%&*_-])([^"'\s@]{5,60})["']`,
    // A name and its password, told in a row.
    anyCase`\b(?:user(?:name)?|login|u)\b[:=]?${GAP}[^\s,;]{2,40}[,;]?\s{1,3}(?:pw|p|pass|pwd)\b[:=]?${GAP}${DIGIT}(\S{5,40})`,
    anyCase`\b(?:creds?|credentials|logins?|zugang(?:sdaten)?)\b[^\n]{0,40}?\s[\w@.-]{2,40}(?:[:|]|\s[/:|]\s)(?!/|[\d:.]+(?!\S))(?=\S{0,40}[\d!#$%&])([^\s,;/]{5,40})`,
    anyCase`\b(?:admin|root|user|test|guest)/${DIGIT}${SIGN}([^\s,;/]{6,40})`,
    anyCase`${SPACE}${DIGIT}${SIGN}([^\s,;/]{6,40}),? (?:not \S{3,40} )?for (?:the |our |my )?(?:\w{1,20} ){0,2}password\b`,
    anyCase`\b(?:pw|pwd|password|passphrase|kennwort|passwort)\b[^\n.!?]{0,40}\?\s${DIGIT}(?=\S{0,40}[!#$%&*_-])(\S{6,40})`,
    anyCase`\bnet${GAP}use\b[^\n|]{0,100}/user:\S{1,80}${GAP}(?![-/$])(${VALUE})`,
    anyCase`\bnet${GAP}use\b[^\n|]{0,100}?\s${DIGIT}([^\s\\/:*]{5,40})${GAP}/user:`,
    exact`\becho${GAP}["']?[\w.-]{1,40}:([^\s"'|$]{3,})["']?\s*\|\s*(?:sudo${GAP})?chpasswd`,
    // A function is given a name and a password.
    /(?:[bB]asic_?[aA]uth|Credentials?|username_pw_set|getConnection|\bPDO|\bDBI->connect|\.login|\bjwt\.sign)\s?\((?:\s{0,3}(?:"[^"\n]{0,120}"|'[^'\n]{0,120}'|[\w.$]{1,60})\s{0,3},){1,2}\s{0,3}(?:Some\(|N|b)?["'](?=[^"'\s]{0,80}[\d!?#])([^"'\s]{5,80})["']/g,
    /USERPWD["']?\s?,\s?["'][^:"'\n]{1,60}:([^"'\n]{3,})["']/g,
    exact`\bPASSWORD${GAP}(?:=\s?)?N?'([^'\n]{3,})'`,
    /\b(?:wpa[-_])?(?:psk|preSharedKey)["']?\s?[:=]\s?(?:"([^"\n]{8,63})"|'([^'\n]{8,63})'|([^\s"'<$]{8,63}))/gi,
    // Tools with a way of their own to be told.
    exact`\bsqlplus${GAP}(?:-\w{1,9}${GAP}){0,3}[\w.]{1,40}/([^\s@"']{3,})@`,
    exact`\brabbitmqctl${GAP}(?:add_user|change_password)${GAP}\S{1,60}${GAP}${WORD}`,
    exact`\bhttp-basic\.\S{1,80}${GAP}\S{1,60}${GAP}${WORD}`,
    exact`\bbundle${GAP}config${ARGS}[\w.-]{1,40}:([^\s:"'$/]{6,})(?=\s|$)`,
    exact`\bmc${GAP}alias${GAP}set(?:${GAP}\S{1,80}){3}${GAP}["']?([^\s"'$]{6,})`,
    /\b(?:requirepass|masterauth|bindpw)\s{1,3}["']?([^\s"'$<]{5,})/g,
    exact`\bsnmp-server${GAP}community${GAP}([^\s"'<]{5,})`,
    exact`\bstats${GAP}auth${GAP}[\w.-]{1,40}:([^\s:]{3,})`,
    exact`\bPSK${GAP}"([^"\n]{8,})"`,
    /\bPWD=\{([^}\n]{3,})\}/gi,
    /\bIDENTIFIED BY ([^\s'";<]{5,})/g,
    /\bPASSWORD FOR\b[^\n=]{0,80}=\s?'([^'\n]{3,})'/g,
    /\bcrypt\(\s?'([^'\n]{3,})'/g,
    anyCase`\b(?:ATTACH\b[^\n]{0,100}\bKEY${GAP}|PRAGMA${GAP}(?:re)?key\s?=\s?)["']([^"'\n]{4,})`,
    /\bSETUSER\b[^\n]{0,80}\s>([^\s]{4,})/gi,
    exact`\b(?:echo|printf)${GAP}(?:-n${GAP})?["']?([^\s"'|$]{4,})["']?\s*\|\s*(?:(?:docker|podman|kubectl|vault|gh)${GAP}(?:\w{1,20}${GAP})?secret\b|[^\n|]{0,100}-stdin\b)`,
    /[:.]auth\(["'](?=[^"'\n]{0,60}\d)([^"'\s]{6,60})["']\)/g,
  ],
};

/** What is a secret only behind certain words: up to where, and its form there. */
const BEHIND: readonly [kind: string, after: RegExp, ...patterns: RegExp[]][] = [
  // Of a list of cookies those that are called after a session.
  [
    "cookie",
    anyCase`(?:\bcookie["']?:|\bcurl\b[^\n|]{0,200}?\s(?:-b|--cookie)[ =])(?=([^\n]{0,240}))`,
    /(?:sess\w{0,12}|sid|auth\w{0,9}|token|jwt)=([^\s;"']{16,})/gi,
  ],
  // Codes that stand in for a second factor, listed below what they are called.
  [
    "recovery_code",
    /(?:(?:^|[^\p{L}])(?:(?:recovery|backup|rescue|scratch|2fa)[- ]codes?|wiederherstellungscodes?|códigos de (?:respaldo|recupera\p{L}+)|codes de (?:secours|récupération)|kody zapasowe|yedek kodlar)|복구 코드|恢复码|リカバリーコード)(?!\p{Lu})(?=([^]{0,300}))/giu,
    /(?:^|[^\w-])(?![A-Z]{2,10}-\d+-?(?:[a-z]|$))(?=[0-9a-z]{4,10}-[0-9a-z-]{4,40}(?![\w-]))(?=[a-z-]*\d)([0-9a-z]{4,10}(?:-[0-9a-z]{4,10}){1,5})/gi,
    /(?:^|[^\d.-])(\d{4,6}[ -]\d{4,6})(?![\d.-])/g,
  ],
  [
    "totp",
    anyCase`(?:^|[^a-z])(?:2fa|t?otp|mfa|authenticator)(?![a-z])(?=([^\n]{0,100}))`,
    exact`${BEGIN}(?=[A-Z]{0,40}[2-7])([A-Z2-7]{16,64})(?![A-Za-z0-9])`,
  ],
  [
    "license",
    /\b(?:licen[sc]e|product|serial|activation)[- ]?(?:key|number|code)\b(?=([^\n]{0,60}))/g,
    /\b[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){2,6}\b/g,
  ],
  ["password", anyCase`\berlang[ ._]cookie\b(?=([^\n]{0,120}))`, /[:=]\s?["']?([A-Z\d]{16,})/gi],
  [
    "password",
    anyCase`\b(?:wi-?fi|wlan)\b(?=([^\n]{0,120}))`,
    /(?:^|[^\p{L}\d])(\p{L}{3,20}\d{3,4}\p{L}{3,20})(?![\p{L}\d])/gu,
  ],
  // Told in pieces.
  [
    "password",
    anyCase`(?:${PASSWORD})[^\n]{0,60}?\b(?:piece|part|hal[fv]|teil|hälft|mitad|morceau|moiti|met[àa]|de+le?n)(?=([^\n]{0,80}))`,
    /(?:^|[^\w-])(?=\w{0,40}\d[\dA-Za-z])(?=\w{0,40}[A-Z])(?=\w{0,40}[a-z])(?!(?:Base|Sha|Utf)\d)([\w!#$%&*+-]{6,40})/g,
  ],
  ...Object.entries({
    "mysql\\w{0,6}|mariadb|7z\\w?|(?:un)?rar": "-h?p",
    "redis-cli": "(?:-a|--pass|AUTH|auth)\\s",
    "login|twine|nuget|mongo\\w{0,7}": "-p[ =](?=\\S{6})",
    "cqlsh|cypher-shell|sshpass": "-p\\s?",
    "ldap\\w{2,8}": "-w\\s?",
    "plink|pscp": "-pw\\s",
    "zip|unzip|sqlcmd|ipmitool|mosquitto_\\w{3,6}": "-P\\s?",
    "ssh-keygen": "-[NP]\\s",
    "openssl": "-k\\s",
    "snmp\\w{2,10}": "-[AX]\\s(?=\\S{6})",
    "influx|codecov": "(?:-t|--token)[ =](?=\\S{16})",
    "mysqladmin": "password\\s",
    "x?freerdp\\d?": "/p:",
    "https?|smbclient|rpcclient|winexe|lftp": "-[aUu]\\s[\"']?[\\w.\\\\/-]{1,40}[:%,]",
  }).map(([tools, option]): [string, RegExp, RegExp] => [
    "password",
    exact`\b(?:${tools})\b(?=([^\n|]{0,160}))`,
    exact`\s${option}(?:${QUOTED}|([^\s"'$<-]${VALUE}))`,
  ]),
];

/** The same, one by one. */
export const RULES: readonly Rule[] = [
  ...Object.entries(FORMS).flatMap(([kind, patterns]) =>
    patterns.map((pattern) => ({ kind, pattern }))
  ),
  ...BEHIND.flatMap(([kind, after, ...patterns]) =>
    patterns.map((pattern) => ({ kind, pattern, after }))
  ),
];
