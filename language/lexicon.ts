/**
 * Words that mean alike when the question is whether a sentence will still matter in some months, so
 * that what is learned of one holds for all of them. Beginnings of words; `$` ends one. In English,
 * German, Spanish, French and Portuguese.
 *
 * @module
 */

const CLASSES: Record<string, string> = {
  /** Not said to be so. */
  hedge:
    "maybe perhaps might could would imagin suppos probabl possibl apparent seem hypothe theor ideal$ ideally someday eventual guess wonder heard hope wish likely presum rumou?r vielleicht könnte wäre glaub peut-être pourr quiz[áa]s podr talvez crois pense$ creo$ acho$ poderia",
  never: "never niemals nie$ nunca jamás jamais",
  /** Without exception. */
  standing:
    "always every each$ whenever any$ anyone all$ everywhere everything everyone general default$ ever$ throughout only$ strictly without$ immer$ jede stets nur$ alle siempre cada$ tod[ao]s? solo$ toujours chaque tou[ts] seulement sempre somente",
  oblige:
    "must$ mustn't has$ should$ shouldn't require mandatory need$ needs$ ought supposed$ expects? insist muss$ müssen soll darf$ dürfen deben? hay$ tiene doit doivent faut dev[ea]m? precisa",
  ban:
    "forbid forbidden ban$ bann prohibit avoid refrain allowed permitted no-go taboo frozen read-only off-limits hands$ verboten prohibid interdit proibid don't$ dont$ not$ no$ nothing nobody cannot can't kein nicht$ pas$ ne$ não$ no-one",
  change:
    "mov(e|ed|ing)$ switch migrat replac drop(s|ped|ping)?$ renam chang rais(ed|e)$ lower(ed)?$ bump increas reduc retir remov(ed|al)$ upgrad ditch abandon swap cut$ gone$ instead$ anymore longer$ merged$ split$ statt$ umgestiegen migr[aeoé] cambi trocamos passons passé pass[ée]$ desde$ désormais dorénavant jetzt$ sofort ahora agora$",
  decide:
    "decid decision agree settl chose$ chosen$ picked opted vote standardi[sz] adopt going$ stick(ing)?$ stay(s|ing)?$ approved final(ly)?$ beschlossen entschieden entscheidung acord décid conven",
  like:
    "prefer like$ likes$ love$ hate$ rather$ favou?r dislike enjoy appreciate comfortable bevorzug lieber mag$ möchte gust préfèr aime gosto prefiro odio",
  answer:
    "answer repl(y|ies) respon explain explan summar comment(s)?$ tone$ verbose concise brief short(er)?$ prose bullet emoji apolog antwort respuest respond respóndeme réponse réponds responda resposta",
  /** How a thing works, in the present. */
  does:
    "runs$ lives$ uses$ listens$ stores?$ sits$ deploys?$ talks?$ speaks?$ reads$ writes$ sends$ takes$ supports$ accepts$ returns$ expires?$ lasts?$ costs?$ handles?$ owns$ maintains$ hosts?$ hosted$ comes$ goes$ gets$ keeps$ kept$ contains$ includes$ belongs$ points?$ serves?$ served$ starts$ ends$ triggers$ depends$ relies$ rotates$ covers$ works$ called$ named$ located written$ built$ managed$ stored$ generated$ deployed$ based$ signed$ limited$ läuft liegt nutz verwend heißt benutz usamos corre$ est[áa]$ utilis tourne$ roda$ fica$ usa$",
  cause:
    "because due$ caus(e|ed|es|ing)$ culprit reason turned turns turn[st]? root$ fixe[sd]$ solv resolv help(ed|s)$ workaround solution learn(ed|t)$ lesson gotcha beware measured benchmark ursache behoben weil$ lag$ porque causa era$ venait dû$ corrig resolvid culpa solucion arregl",
  trouble:
    "fail crash error broke(n)?$ bug(s|gy)?$ hang(s)?$ hung$ stuck wrong missing slow red$ flaky problem issue exception leak timeout timed undefined null$ empty blank outage lost$ conflict kaputt fehler falla fallan error$ bug$ lent$ marche$ erro$ falh",
  /** True only for now. */
  moment:
    "today tonight yesterday tomorrow currently moment$ minute(s)?$ hour(s)?$ just$ still$ again$ later$ yet$ week(s)?$ morning afternoon monday tuesday wednesday thursday friday running$ waiting testing trying working looking getting heute gerade noch$ morgen hoy$ mañana sigue$ aujourd encore$ hoje ainda done$ already$ first$ next$ ready$",
  /** Parts of the work at hand. */
  local:
    "line(s)?$ function(s)?$ method(s)?$ loop variable parameter argument button header$ footer sidebar modal title$ column(s)?$ row(s)?$ diff$ commit$ branch$ screenshot output$ log$ patch$ snippet$ helper$ script$ regex class$ array list$ string page$ form$ field(s)?$ step$ task$ ticket$ section$ paragraph version$ example funktion zeile función archivo fonction ligne botón bouton botão função",
  /** Parts of what stays. */
  place:
    "staging prod(uction)?$ database db$ server(s)?$ api(s)?$ cluster bucket queue(s)?$ cache$ registry proxy vpn$ ci$ pipeline backend frontend app(s)?$ service(s)?$ repo(s|sitory)?$ wiki$ backup(s)?$ port$ host$ domain device firmware client(s)?$ customer(s)?$ user(s)?$ tenant(s)?$ team(s)?$ company partner vendor environment(s)?$ codebase project$ product$ model$ schema table(s)?$ endpoint(s)?$ migration(s)?$ release(s)?$ deploy(s|ments?)?$ secret(s)?$ gateway broker worker(s)?$ scheduler container(s)?$ box(es)?$ machine(s)?$ node(s)?$ website portal librar package(s)?$ sdk$ cli$ firewall instance runner(s)?$ storage tenant importer exporter datenbank base$ servidor serveur servi[cç] banco$",
  task:
    "add$ fix$ rename$ write$ create$ make$ remove$ delete$ refactor$ implement$ update$ run$ show$ check$ look$ find$ give$ tell$ explain$ list$ review$ build$ generate$ convert$ translate$ move$ put$ set$ open$ close$ install$ test$ try$ continue$ help$ debug$ extract$ split$ wrap$ sort$ print$ return$ compare$ investigate$ revert$ undo$ push$ merge$ draft$ design$ document$ read$ take$ let$ start$ stop$ change$ replace$ switch$ use$ keep$ leave$ ignore$ proceed$ port$ mock$ deploy$ restart$ commit$ bump$ turn$ handle$ summarise$ summarize$ follow$ ask$ call$ name$ pull$ adapt$ adjust$ apply$ clean$ configure$ copy$ enable$ disable$ expose$ extend$ fetch$ finish$ format$ go$ improve$ inline$ inspect$ integrate$ measure$ migrate$ modify$ optimi[sz]e$ parse$ prepare$ profile$ propose$ provide$ reduce$ register$ render$ repeat$ reproduce$ resolve$ rewrite$ rework$ scaffold$ send$ sketch$ skip$ solve$ suggest$ support$ swap$ tidy$ tweak$ upgrade$ validate$ verify$ wire$ plan$ figure$ remind$ please$ pls$ plz$ bitte$ favor$ schreib mach$ zeig füg benenn prüf erklär lösch änder añade$ agrega$ cambia$ escribe$ revisa$ borra$ muestra$ ajoute$ corrige$ écris$ montre$ lance$ renomme$ adicione$ corrija$ escreva$ mostr",
  chat:
    "thank thx$ hello$ hi$ hey$ ok$ okay$ yes$ yep$ yeah$ nice$ great$ cool$ perfect awesome lol$ haha sorry sure$ wow$ hm+$ danke gracias merci obrigad hallo hola bonjour good$ right$ well$ oh$ ah$",
  we:
    "we$ our$ ours$ us$ we're we've we'll team$ wir$ uns$ unser bei$ nuestr nosotr nous$ notre$ nosso nossa$ gente$ chez$",
  i: "i$ i'm i've i'd i'll my$ me$ mine$ ich$ mir$ mein mich$ yo$ mi$ je$ j'ai mon$ moi$ eu$ meu$ minha$",
};

/** The same for scripts without blanks, found anywhere in a run of signs. */
const SIGNS: readonly (readonly [string, RegExp])[] = [
  ["hedge", /也许|可能|如果|要不|或许|かも|たぶん|もし|でしょう/],
  ["never", /绝不|千万|决不|绝对|絶対|決して/],
  ["standing", /一律|总是|始终|每个|所有|统一|都|必ず|常に|すべて|毎/],
  ["ban", /不要|禁止|不能|不许|别|しない|禁じ|てはいけ|ないで|ないこと/],
  ["decide", /决定|定了|決め|決定|ことにし|にします|にしました/],
  ["change", /改用|改成|不再|换成|以后|移行|変更|やめて|今後/],
  ["like", /喜欢|讨厌|希望|好き|嫌い|ほしい|お願い/],
  ["cause", /因为|原因|导致|修好|解决|ため|直り|直っ/],
  ["moment", /正在|在跑|今天|马上|还是|刚|今|まだ|中です/],
  ["task", /帮我|请|一下|ください|して$|てもら/],
  ["question", /吗|什么|哪|怎么|为什么|ですか|ますか|なぜ|どこ/],
  ["trouble", /报错|失败|错误|慢|エラー|失敗|遅/],
];

/** The classes of a run of ideographs and kana. */
export function classesOf(run: string): string[] {
  return SIGNS.filter(([, pattern]) => pattern.test(run)).map(([name]) => name);
}

const PATTERN = new RegExp(
  `^(?:${
    Object.values(CLASSES).map((words) =>
      `(${words.replace(/\((?!\?)/g, "(?:").replaceAll(" ", "|")})`
    ).join("|")
  })`,
  "u",
);
const NAMES = Object.keys(CLASSES);

/** The class of a word in lower case; undefined when it has none. The first class that knows it counts. */
export function classOf(word: string): string | undefined {
  const match = PATTERN.exec(word);
  return match === null
    ? undefined
    : NAMES[match.findIndex((part, i) => i > 0 && part !== undefined) - 1];
}
