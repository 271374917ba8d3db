/** Types that capture gives; names of the surface. */
export type MemoryKind =
  | "decision"
  | "anti_pattern"
  | "user_preference"
  | "convention"
  | "task_learning"
  | "environmental"
  | "bug_fix"
  | "auto_capture";

/** Words that speak for a sentence. */
export interface Cue {
  type: MemoryKind;
  /** 3: enough alone; 2: enough unless something speaks against it; 1: a hint. */
  points: number;
  pattern: RegExp;
}

/** Whole words in Latin scripts, any place in the others. */
function words(latin: string, others?: RegExp): RegExp {
  const word = `(?<![\\p{L}\\p{N}_])(?:${latin})(?![\\p{L}\\p{N}_])`;
  return new RegExp(others === undefined ? word : `${word}|${others.source}`, "iu");
}

/** English, German, French, Spanish, Chinese, Japanese: the words of durable statements. */
export const CUES: readonly Cue[] = [
  {
    type: "anti_pattern",
    points: 3,
    pattern: words(
      "never(?! ?mind)|must(?: not|n't)|forbidden|not allowed|no-go|off limits|prohibited|under no circumstances|" +
        "niemals|nie|verboten|auf keinen fall|nunca|jamás|prohibido|jamais|interdit",
      /不要|禁止|绝不|切勿|不能用|别[用在把让碰改]|しないで|絶対に|禁じ|使わない/u,
    ),
  },
  {
    type: "anti_pattern",
    points: 2,
    pattern:
      /^(?:(?:no|ok|so|and|but|also|please|pls|again|wrong again|hey|bitte|por favor)[\s,.:!]+)*(?:don'?t|do not|stop \p{L}+ing|avoid|no (?!idea|problem|worries|need|thanks|way|one|clue|rush|wait)[^.]+ (?:in|on|for|from|inside|without|here|anywhere)(?!\p{L})|no (?!problems|worries|thanks|tests|errors|changes|issues)(?:\p{L}+ )?\p{L}+s(?:,? (?:please|pls|plz))?[.!]*$|no more|nobody|no one|keine? |nicht |no uses|évite|ne )|\b(?:don'?t|do not) (?:use|put|add|commit|push|touch|mock|log|call|write|edit|throw|import|deploy|merge|run|start|rely|upgrade|update|change|remove|delete|rename|expose|store|return|assume|trust|bump|rebase|squash|hardcode)\b/iu,
  },
  {
    type: "decision",
    points: 3,
    pattern: words(
      "(?:we|i|team|they)(?:'ve| have| had)? (?:all )?(?:decided|agreed|settled|chose|picked)|decision|final call|the plan is|" +
        "(?:let'?s |we'?ll |we'?re |i'?ll |yes,? |ok,? )?(?:going|go) with|off the table|from (?:here|now|today) on|" +
        "no longer|(?:not|n't) [^.]{0,40}any ?more|switch(?:ed|ing) (?:from|to|over)|migrat(?:ed|ing) (?:from|to)|instead of|" +
        "rather than|we(?:'re| are) (?:moving|dropping|keeping|staying)|" +
        "entschieden|entscheidung|beschlossen|ab (?:jetzt|sofort|heute)|nicht mehr|statt(?:dessen)?|nehmen wir|lass uns|wir nehmen|bleiben bei|" +
        "décidé|on part sur|plutôt que|désormais|au lieu de|hemos decidido|decidimos|decidido|en (?:vez|lugar) de|a partir de ahora|vamos con|ya no",
      /决定|从现在开始|从今以后|代替|取代|やめて|改用|不再|定了|决議|採用|ことにし|に決め|にします/u,
    ),
  },
  {
    type: "decision",
    points: 2,
    pattern:
      /,\s*(?:and )?not (?!sure|yet|really|only|that|so|to mention)[\w`'"@/.]|^drop \w|, nicht |, pas |, no (?:el|la|en|de|por)\b|，不是|，不用|，而不/iu,
  },
  {
    type: "bug_fix",
    points: 3,
    pattern: words(
      "turn(?:s|ed) out|root cause|caused by|culprit|happened because|(?:bug|problem|issue|error|leak|crash|failure|mismatch|flake|race|slowness|reason|cause) (?:was|is that|came from)|came from|helped|" +
        "(?:it|that|this) was (?:the|a|because|due)|(?:that|which|it)? ?(?:fixed|solved|resolved) (?:it|that|this)|(?:fixed|solved) by|" +
        "lag (?:an|daran)|ursache|grund war|behoben|gelöst|venait de|venía de(?:l)?|à cause de|c'était|corrigé|era porque|la causa|se arregl\\w+|lo (?:arreglé|solucion\\w+)|y listo",
      /原因|是因为|修好了|修复了|已修复|解决了|直りました|だったこと|修正し|→/u,
    ),
  },
  {
    type: "bug_fix",
    points: 2,
    pattern: words(
      "(?:was|were|is|are) (?:slow|broken|failing|flaky|missing|wrong)[^.]{0,30}(?:because|bc|since)|(?:was|wasn't|weren't) in|was a race|was missing|fix(?:ed)?:|the fix is",
    ),
  },
  {
    type: "user_preference",
    points: 3,
    pattern: words(
      "i(?:'d| would)? (?:really |much )?(?:prefer|rather|hate|dislike|love|like|always want|want you to (?:always|never))|i don't (?:need|want|like)|i want you to|(?:call|address) me|my name is|" +
        "my preference|explain (?:it |things )?(?:like|as if)|(?:answer|reply|respond|write|talk) (?:me )?(?:to me )?(?:in|auf)|(?:keep|make) (?:your |the )?(?:answers?|replies|responses|explanations?|messages?)|" +
        "ask (?:me )?(?:before|first)|when(?:ever)? you (?:explain|answer|write|show|change|propose|suggest|finish)|i(?:'m| am) [^.]{2,30},? so|no \\S+-only|every time|for me|bitte (?:per|ohne|immer|nur|keine)|no quiero|ich (?:hätte gern|bevorzuge|mag|will|möchte|hasse)|mir (?:bitte )?(?:auf|immer|nur)|antworte|" +
        "préférer|je (?:préfère|veux|déteste|n'aime)|réponds|prefiero|me gusta|no me gusta|odio|respóndeme|quiero que",
      /我不?喜欢|我更喜欢|简短|短く|簡潔|丁寧に|请用|回答|でお願い|が好き|日本語で|今後/u,
    ),
  },
  {
    type: "convention",
    points: 2,
    pattern: words(
      "always|everywhere|spelled|when in doubt|mandatory|prefer|stays? (?:thin|small|simple|on|in|pure)|each \\p{L}+ \\p{L}+s|(?:is|are) (?:managed|built|written|generated|rendered|bundled|published|tested|handled|stored|signed|served) (?:with|by|in|via|from|using|at|on|as)|convention|guideline|(?:is|are|gets?) (?:named|called|prefixed|tagged|written|numbered)|our (?:style|rule|standard|policy)|house (?:style|rule)|we (?:use|write|name|call|keep|store|put|squash|require|follow|deploy|release|tag|return|prefix|don't|do not|never|only)|" +
        "in this (?:repo|project|codebase|monorepo)|in (?:English|German|French|Spanish|Japanese|Chinese|Italian|lower case)|auf (?:deutsch|englisch)|en (?:inglés|español|anglais|français)|(?:please )?keep [^.]{2,40} (?:below|under|short|small|at most)|deprecated|avoid|belongs? (?:in|to|under)|goes (?:in|into|under)|only (?:from|in|via|through|on|with)|(?:start|end)s? with|" +
        "no [^.]{2,40} (?:in|inside|outside|without)|all (?:our|the|of our)|one (?:\\w+ ){1,2}per|every (?:\\w+ ){1,3}(?:needs?|must|has|gets?|should)|prefix(?:ed)?|(?:upper|lower|snake_|camel|kebab-?|pascal) ?case|" +
        "immer|grundsätzlich|bei uns|konvention|jede[rsmn]?|müssen|in diesem (?:repo|projekt)|toujours|il (?:ne )?faut|chez nous|convention|en este (?:repo|proyecto)|siempre|hay que|vane? en|van en|on (?:utilise|écrit|fait|met)|usamos|nunca usamos|wir (?:nutzen|verwenden|benutzen|schreiben|nennen|mergen|deployen|speichern)",
      /一律|必须|所有|都要|统一|总是|始终|规范|約定|一贯|必ず|は(?:英語|日本語)|すべて|全て|常に|統一|規約|というルール|我们用|我們用|を使う|使います|使って(?:い|る)|[英中]文[写命注]?|用[英中]文|[英日]語で(?:書|お願)/u,
    ),
  },
  {
    type: "environmental",
    points: 2,
    pattern: words(
      "(?:lives?|runs?|listens?|resolves?|points?|deployed|hosted|stored|located|installed|mounted) (?:at|on|in|under|to|behind|via|inside)|(?:staging|prod(?:uction)?|dev|test|build|ci) (?:\\w+ )?(?:is|lives|runs|uses|has|machines?|box|server|db|database|host)|" +
        "port \\d+|on (?:this|my|the (?:build|test|ci|old|new)) (?:machine|laptop|box|host|mac|server)|(?:we'?re|i'?m|we are|i am) (?:stuck )?on (?:an? )?[\\p{L}\\d]\\S*|i use|(?:our|the) (?:\\p{L}+ )?(?:proxy|firewall|registry|cluster|server|host|vpn|mirror|database|bucket|queue)|" +
        "(?:staging|prod(?:uction)?|preprod) \\p{L}+s|time ?zone|needs? (?:\\w+ ){1,4}(?:running|installed|set)|vpn|läuft|laufen|lieg(?:t|en) (?:im?|auf|unter)|lauscht|gehostet|est (?:dans|sur|hébergé)|tourne sur|está en|corre en|se despliega|escucha|kommt aus|comes? from|generated (?:by|from|with)",
      /运行在|部署在|环境|数据库在|服务器|にあり(?:ます)?|接続先|端口|在本机|ポート|で動い|サーバー|環境は/u,
    ),
  },
  {
    type: "task_learning",
    points: 2,
    pattern: words(
      "\\p{L}+ (?:said|says|insisted) |lesson|learned|bit us|burn(?:ed|t) us|found out|discovered|good to know|just so you know|fyi|mind the|beware|gotcha|careful|correction|(?:one|small) thing|otherwise|be aware|note that|it means|that's (?:how|why)|" +
        "so (?:\\w+ ){1,3}(?:have|has|must|need|needs) to|(?:first|then|after|before|until) [^.]{3,60}(?:, |then|first|otherwise|by then)|silently|not per|per \\w+(?: \\w+)?, not|code freeze|deadline|releases? (?:go|goes|happen)|due (?:on|by)|" +
        "(?:is|are) called|stands for|means|responsible for|reviews|signs off|owns|maintains|leads|handles|manages|only (?:test|work|review|deploy)s?|(?:customer|client|user|accounting|legal|qa|ops)s? (?:calls?|wants?|needs?|won't|can(?:not|'t)|don't|insists?|expects?|only|is|are)|" +
        "nennt|heißt|sonst|achtung|wichtig|bedeutet|zuständig|s'appelle|sinon|attention|se llama|si no|ojo|significa|cuidado",
      /从 ?\d|不是 ?\d|注意|否则|其实|负责|叫做|意思是|注意点|つまり|担当|呼ばれ|実は/u,
    ),
  },
  {
    type: "user_preference",
    points: 2,
    pattern: words(
      "i(?:'m| am) using|ich (?:arbeite|nutze|benutze|bin (?:ein|der|die))|je (?:travaille|utilise|suis)|(?:yo )?(?:trabajo|uso) (?:con|en)|i work|i(?:'m| am) (?:a|an|the) \\w+|i lead",
      /私は|我是|我用/u,
    ),
  },
  {
    type: "convention",
    points: 1,
    pattern: words(
      "(?:should|must|has to|have to|needs? to) be|we|our|ours|team|only|nur|nur noch|wir|unsere?[nmrs]?|bei uns|nous|notre|nos|seulement|uniquement|nosotros|nuestr[oa]s?|(?:el|los|la|las) (?:equipo|tests?|cliente|datos|base|tabla|servidor)|(?:le|la|les) (?:équipe|client|tests?|base|serveur)|solo|sólo|cada noche",
      /我们|公司|团队|接口|文档|只|弊社|だけ|のみ|しか/u,
    ),
  },
  {
    type: "decision",
    points: 1,
    pattern: words(
      "because|since|so that|due to|weil|damit|denn|parce que|car|porque|ya que",
      /因为|ため|ので|から/u,
    ),
  },
];

/** What speaks against a sentence, and small hints for it. */
export const NOISE = {
  /** Greetings, thanks, praise, agreement: nothing else in the sentence. */
  smallTalk:
    /^[\p{P}\s]*(?:(?:hey|hi|hello|hallo|moin|hola|salut|bonjour|ciao|good (?:morning|evening|afternoon|night)|guten (?:morgen|tag|abend)|buen[oa]s \p{L}+|thanks?|thank you|thx|ty|danke|merci|gracias|cheers|ok(?:ay)?|yes|yep|yeah|no|nope|nein|ja|sí|si|oui|non|sure|fine|great|nice|good|cool|perfect|awesome|super|top|prima|genial|excellent|lgtm|sounds good|looks? (?:good|great|better|fine|much \p{L}+)|well done|do it|go (?:on|ahead)|continue|weiter|next|mach weiter|sigue|continúe|done|right|exactly|great job|good (?:job|work)|gute arbeit|super arbeit|[yn]|\d{1,2})(?![\p{L}\p{N}]).{0,40})$|^(?:谢谢|感谢|辛苦|好的?|是的?|对|不|嗯|继续|你好|早上好|ありがとう|お疲れ|はい|いいえ|おはよう|こんにちは|了解|続けて)[^，。、\n]{0,12}[！!。]?$|^\P{L}{0,12}$/iu,
  joke:
    /^there (?:are|is) (?:only )?(?:two|three|10|2) (?:hard|kinds|types)|before coffee|works on my machine|never gonna|^always has been|it'?s always dns|(?<!\p{L})(?:lol|lmao|rofl|ha(?:ha)+|hehe+|xd|jaja+|mdr|ptdr|jk|just kidding|like i'?m (?:five|5)|scherz)(?!\p{L})|[😂🤣😆😜😅😄]|笑$|哈哈|www$/iu,
  hypothetical:
    /(?<!\p{L})(?:maybe|perhaps|might|what if|imagine|suppose|if (?:we|i|you) (?:had|were|could)|one day|wouldn't it|hypothetically|some ?day|not sure|i wonder|i guess|could (?:we|try|switch|also)|we could|would it|thinking (?:of|about)|considering|vielleicht|eventuell|was wäre|stell dir vor|könnten wir|mal angenommen|irgendwann|peut-être|et si|on pourrait|imaginons|quizás|tal vez|y si|podríamos|imagina)(?!\p{L})|也许|可能要|要不|如果我们|もし|かもしれ|たらどう/iu,
  /** True for minutes: what somebody is doing, waiting for or seeing. */
  moment:
    /^(?:i|we) (?:get|see|got)(?!\p{L})|(?<!\p{L})(?:right now|brb|afk|one (?:sec|moment|minute)|give me a|wait|hold on|be right back|back (?:in|soon)|i'?m (?:running|testing|trying|looking|going|in a|at|back|seeing|getting|restarting|pushing)|(?:is|are) still|(?:is|are) (?:currently |now )?(?:running|building|deploying|installing|loading|down|back|red|green|done|blank|slow today)$|this (?:done|fixed|finished|merged)|by (?:\d+ ?[ap]m|tonight|tomorrow|eod)|still (?:going|running|failing|broken|the same)|just (?:restarted|pushed|ran|tried|saw|did|deployed|merged|updated|reran)|try (?:it )?(?:now|again)|again$|(?:tests?|build|it) (?:pass|fail|work|run)(?:e?s|ed|ing)? now|(?:that|this|it) (?:fixed|solved|worked|helped)(?: it)?[.!]*$|same (?:error|result|problem)|getting this|gone again|i (?:have|need|got|gotta) (?:to )?(?:leave|go|run|sleep|eat)|in \d+ (?:min(?:ute)?s?|sec(?:ond)?s?)$|my (?:vpn|battery|wifi|internet|laptop|mouse|keyboard|machine) (?:is|dropped|died|crashed)|immer noch|ist (?:rot|kaputt|falsch|weg)|gleich wieder|gerade|bin (?:kurz|gleich)|ahora vuelvo|estoy en|un momento|ahora mismo|je reviens|en train de|un instant|lunch|meeting|coffee)(?!\p{L})|等一下|稍等|马上|正在|ちょっと待|今から|少々/iu,
  /** What is wrong at the moment; a cause or a rule outweighs it. */
  trouble:
    /there(?:'s| is) an? (?:\p{L}+ )?(?:error|conflict|bug|problem|issue)(?!\p{L})|(?<!\p{L})(?:broken|wrong|(?:an?|the|this|that) (?:\p{L}+ )?(?:bug|error)|fail(?:s|ed|ing|ure)?|crash(?:es|ed)?|hangs?|typo|blank|misaligned|(?:does|do|did)n't (?:work|compile|submit|load|start|show|run)|kaputt|fehler|falla|roto|marche pas)(?!\p{L})|报错|エラー|动不了/iu,
  /** Says nothing without the sentence before. */
  dangling:
    /^(?:and |but |so |no,? |yes,? )*(?:it|this|that|they|he|she|these|those|es|das)(?:'s|'re)?\s/iu,
  /** Sets a rule for later, even as a request or a question. */
  rule:
    /, not (?!sure|yet)\w|(?<!\p{L})(?:always|never|every(?:thing| time| message| answer)|from now on|in (?:the )?future|by default|whenever|(?:your |the |keep )answers?|for me|in (?:english|german|french|spanish)|from (?:here|now|today) on|go(?:ing)? with|keep|explain|ask (?:me )?(?:before|first)|before (?:you|\p{L}+ing)|answer|everywhere|immer|niemals|grundsätzlich|jedes mal|in zukunft|toujours|jamais|siempre|nunca)(?!\p{L})|一律|以后|总是|始终|每次|今後|ずっと|必ず|毎回|短く|簡潔|简短|日本語|英語|中文|英文/iu,
  labelled: /^[\p{L}\p{N}_ -]{3,25}: \p{L}/u,
  causal: /(?<!\p{L})(?:because|since|due to|weil|porque|parce que)(?!\p{L})|因为|ので|ため/iu,
  nounFirst:
    /^(?!\p{L}+ (?:an?|the|for|my|your|all|this|that|these|it|and|if|in|on|to)(?!\p{L}))(?:test|commit|build|deploy|release|list|print|format|document|port|review|log|search|sort|change|check|push|merge|help|update|copy|test data)(?:s|es)? [\p{L}\d]+/iu,
  /** About one place in the code, not about the project. */
  local:
    /(?:for|in|on|of) the (?:header|footer|sidebar|menu|button|form|page|table|modal|title|navbar|toolbar)(?!\p{L})|(?:do not|don'?t) (?:write|modify|change|edit|touch) (?:any )?(?:code|files?|anything)|\ban? [^,.]{2,60} (?:that|which) [^,.]*(?:always|never|only|every)(?!\p{L})|(?<!\p{L})(?:yet|encore|todavía|aún nicht|noch nicht)[.!]*$|^(?:please )?(?:don'?t|do not|ne) \p{L}+ (?:that|it|this|them|about it|ça)[.!]*$|go with (?:that|it|this|the \p{L}+ one|option \w|[ab])[.!]*$|^先|まだ|^(?:works|fine|ok|okay|good|enough) (?:for|by|with) me|^i'd rather not[.!]*$|^i(?:'d| would)? (?:really )?(?:like|love|hate|prefer|want) (?:it|this|that|them|the (?:first|second|third|last|new|old|other))(?!\p{L})|^(?:i'd like|i want|we need|i need) an? |needs? \p{L}+ing$|^(?:it|this|that|they) (?:should|must|needs?|has to)\b|^use an? \w+ here|\ban? [^,.]{2,40} that (?:always|never|only)\b|(?<!\p{L})(?:this (?:function|method|file|line|test|loop|variable|class|component|page|button|one|pr|commit|branch|query|call)|that (?:function|line|loop|file|one)|your last|(?:see|shown|code|as) (?:above|below)|diese[rsnm]? (?:funktion|datei|zeile|test|methode)|esta función|este (?:archivo|test)|cette (?:fonction|ligne)|ce (?:fichier|test))(?!\p{L})|这个函数|这一行|この関数|このファイル/iu,
  /** Sets a rule for later, also as a request or a question. */
  standing:
    /(?<!\p{L})in (?:english|german|french|spanish)(?!\p{L})|every (?:push|commit|merge|release|build|night|day|week|month|\p{L}+day)|, not (?!sure|yet)\w|(?<!\p{L})(?:always|never|for (?:new|all|any) \p{L}+|every(?:thing| time| message| answer)?|all|any|each|from now on|in (?:the )?future|by default|whenever|answers?|for me|only|must|has to|have to|needs?|immer|niemals|nie|grundsätzlich|jedes mal|in zukunft|alle|toujours|jamais|chaque|siempre|nunca|cada|todos?)(?!\p{L})|一律|以后|总是|每次|都|今後|ずっと|必ず|毎回|全部/iu,
  states:
    /(?<!\p{L})(?<!there )(?:is|are|was|were|isn't|aren't|lives?|goes|comes?|has|have|had|gets?|gives?|uses?|runs?|expires?|takes?|lasts?|blocks?|accepts?|needs?|wants?|requires?|extends|forbids|said|says|keeps|ships|supports|provides|handles|sends|reads|writes|stores|retries|exports?|returns?|stays?|calls?|kills?|expects?|goes|go|does(?:n't)?|don't|can(?:'t|not)?|cannot|won't|ist|sind|wird|werden|war|hat|haben|braucht|geht|gehen|est|sont|était|a|ont|es|son|era|está|están|tienen?|necesitan?|usan?|van?|deben?|dependen?|utilise(?:nt)?|doit|doivent|vont|brauchen|liegt|liegen|kommt)(?!\p{L})|是|了|有|在|要|用|ている|です|ます|だ$|である|する/iu,
  /** A name, number, path, command or quoted code: what makes a fact a fact. */
  specific:
    /`[^`]+`|\d|[a-z][A-Z]|\p{Lu}{2,}|[a-z]\w*\.[a-z]{2,}\b|[\w-]+\.(?:ts|js|tsx|py|rs|go|md|json|ya?ml|toml|sh|sql|lock|env)\b|\w+\/(?=[\w\s,.]|$)|\w+\(\)|\w_\w|(?<=\S\s)\p{Lu}\p{Ll}+|https?:\/\//u,
} as const;
