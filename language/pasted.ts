/**
 * What of a message somebody typed: not templates, hand-overs and tasks, nor logs, traces, diffs, tables,
 * code, quotes and memories shown again. A matter of form, not of meaning: so it is told by rules.
 *
 * @module
 */

/** What a template with its arguments filled in is called. */
export const TEMPLATE = "a slash command's template";

/** A message of which nothing was typed. */
const NOT_TYPED: readonly [RegExp, string][] = [
  [/^\s*\/[a-z][\w-]*(:[\w-]+)?(\s|$)/i, "a slash command"],
  [
    /\$ARGUMENTS|\$[1-9]\b.*\$[1-9]\b|[:=] ?["'(]?\$1["')]?\s*$|^\s*!`[^`]+`|\n(User input|Arguments|Input): ?[^\n]*$/m,
    TEMPLATE,
  ],
  [
    /^\s*(please )?(create or update|analy[sz]e this codebase and create)[^\n]{0,20}AGENTS\.md/i,
    TEMPLATE,
  ],
  [
    /^\s*(this (session|conversation) (is being continued|continues)\b|the conversation (is|so far)|provide a detailed (prompt|summary) for continuing|here is (a|the) summary of (our|the) (conversation|session)|continue if you have next steps)|^\s*(#+ *)?(conversation|session) summary\b|^\s*<(summary|analysis|conversation)>|^\s*(#+ *)?\W?(previous|prior|earlier) (context|conversation|session)\b|^\W*(completed|done( so far)?|in progress|remaining|pending( tasks?)?|next steps?|current state|last user message|files? (touched|changed))\W*:[^]*\b(remaining|pending( tasks?)?|next steps?|last user message|still (open|to do))\W*:/im,
    "a compaction summary",
  ],
  [
    /(final (message|answer|response) (is|will be) (returned|sent|passed)|returned to the (caller|parent|main agent)|^\s*you are (an?|the) [\w\s-]{0,40}(specialist|agent|assistant|expert|reviewer)\b|\byour task: |\boutput format: |^\s*(task|goal|objective|role): [^]*\b(constraints?|output|deliverables?|return|report( back)?): |\bif (you find |there('s| is) )?nothing\b[^.\n]{0,30}, (reply|respond|return|answer|say|output)\b|^\s*(research|exploration|search|sub-?agent) task\b|only report (your )?findings|return (only |the |a )?(absolute )?(file )?(paths|table|list|report) with|do not (modify|edit|change|write)[^\n.]{0,20} files|report back (\(|with|the|your|what)|^\s*(explore|search) (the )?(repo\w*|codebase) (at|with) (low|medium|high|very)?)/i,
    "a sub-agent's task",
  ],
];

/** How a line begins that a program wrote: times, levels, tools, test runners, tables of status. */
const LOG = new RegExp(
  "^\\s*(?:" + [
    // times and addresses
    "\\[?\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d|\\[?\\d\\d:\\d\\d:\\d\\d|[A-Z][a-z]{2} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d",
    "\\[ *\\d+\\.\\d{3,}\\]|\\d{1,3}(?:\\.\\d{1,3}){3} - |==\\d+==|#\\d+ +0x|[0-9a-f]{7,8}:? (?:[0-9a-f]{2,4} ){4}",
    // levels
    "\\[(?:info|warn|error|debug|trace|notice|fatal)\\w*\\]|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|TRACE|FATAL|CRITICAL|NOTICE)\\b[ :\\[]|[VDIWEF]\\/\\w+(?:\\( *\\d+\\))?: |level=|(?:warning|error)(?:\\[\\w+\\])?: |error TS\\d+: |E[A-Z]{4,}: |ERROR \\d+ |[\\w./-]*\\.\\w+:\\d+:(?:\\d+:)? |\\d+:\\d+ +(?:error|warning) ",
    // shells and tools
    "npm (?:WARN|ERR!|error|warn|notice)|(?:curl|fatal|zsh|bash|sh|make(?:\\[\\d+\\])?|git|docker|kubectl)(?:: | \\()|\\w+@[\\w-]+:\\S*[$#] |\\$ |> (?:\\S+@|\\w+ |Task :)|(?:added|removed|changed|audited|up to date,) \\d+ packages?|Error from server|exit (?:status|code) \\d|Process finished|Killed$|Segmentation fault \\(",
    "(?:On branch|Your branch|Changes (?:not staged|to be committed)|Untracked files|no changes added|nothing to commit|Switched to|Already up to date|Merge made|Fast-forward|Cloning into|remote: |Auto-merging|CONFLICT )|commit [0-9a-f]{7,}|(?:Author|Date|Merge): {1,4}\\S|(?:modified|deleted|new file|renamed): |\\d+ files? changed|(?=[a-f]*\\d)[0-9a-f]{7,12} \\S",
    "(?:Collecting \\S+(?:[<>=~]|$)|Requirement already|Successfully (?:installed|built|tagged)|Installing collected|Get:\\d|Hit:\\d|(?:Setting up|Unpacking) \\S+ \\(|Reading package|Step \\d+\\/|Sending build|#\\d+ \\[|-- (?:Configuring|Generating|Build|Found|Check)|BUILD (?:FAIL|SUCC)|Plan: \\d|TASK \\[|PLAY |(?:ok|changed|failed|skipping|fatal): \\[|asset \\S+ \\d|(?:webpack|vite) v?\\d|(?:Compiling|Checking|Downloaded) \\S+ v\\d|Finished `)",
    // tests
    "E\\s{3,}|(?:FAIL|PASS|FAILED|PASSED|SKIP)\\b:? +\\S+[./:]|(?:not )?ok(?: {2,}|\\t| \\d+ )|--- (?:FAIL|PASS)|=== (?:RUN|FAIL)|={5,}|-{5,} *\\S|[✓✗×✔✖●○√] ?|Tests?(?: Suites)?: +\\d|\\d+ (?:passing|failing|pending)\\b|\\d+ (?:passed|failed)(?:[,;.]? *\\d|[,;.]? in \\d| \\(|$)|Ran \\d+ tests?|(?:Expected|Received|Actual): {1,4}",
    // numbers over time, progress
    "(?:epoch|step|iter(?:ation)?|batch|round) \\d+(?:\\/\\d+)?[ :,].*[=:%]|(?:loading|downloading|compiling|building|installing|fetching|resolving|connecting)\\b.{0,60}(?:\\.\\.\\.|…)\\s*\\S{0,8}$|.*\\b\\w+=-?[\\d.]+\\S* \\w+=-?[\\d.]+|.*\\[[=#>.\\- ]{8,}\\]|\\d{1,3}% ?[|\\[]",
    // services and HTTP
    'HTTP\\/\\d|[<>*] (?:GET|POST|PUT|HTTP|[A-Z][\\w-]+: )|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \\S+(?: HTTP\\S*)?"? +[1-5]\\d\\d\\b|(?:Active|Loaded|Main PID|CGroup|Content-Type|Cache-Control): \\S|(?:Normal|Warning) {2,}\\S|\\(\\d+ rows?\\)|Uncaught \\(|Unhandled [\\w ]*rejection[: (]',
  ].join("|") + ")",
);
/** Statements of SQL, a clause a line. */
const SQL =
  /^\s*(SELECT\s.*(\bFROM\b|,|\()|FROM \S+( \w+)?;?\s*$|WHERE .*([=<>]| IN | IS | LIKE )|(GROUP|ORDER) BY |((LEFT|RIGHT|INNER|OUTER|CROSS) )*JOIN |HAVING |LIMIT \d|INSERT INTO |UPDATE \S+ SET |DELETE FROM |(CREATE|ALTER|DROP) (UNIQUE )?(TABLE|INDEX|VIEW|TYPE) |VALUES ?\(|WITH \w+ AS \()/;
const TRACE =
  /^.{0,40}\b[A-Z]\w*(Error|Exception): |^\s*(Module not found: |FAILED |at \S.*(\)|:\d+)|at [\w.$<>]+$|Caused by: |File ".*", line \d+|Traceback \(|\.\.\. \d+ more|[\w.$]*(Error|Exception|Panic)\b: |thread '.*' panicked|goroutine \d+|\s*\^+\s*$|-->\s)/;
const DIFF =
  /^(diff --git |index [0-9a-f]{6,}|--- \S|\+\+\+ \S|@@ |[+-](?![ -]\S.*[a-z]{3}.* [a-z]{2}).*$)/;
const TABLE = /^\S+([ \t]{2,}\S+){2,}\s*$|^\s*[|+][-+|= ]{3,}|^\|.*\|\s*$/;
const CODE =
  /^\s*((export|import|from|const|let|var|function|async|class|interface|type|enum|def|return|if|else|elif|for|while|try|except|catch|finally|switch|case|public|private|protected|static|struct|impl|fn|pub|use|package|func|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WHERE|FROM|JOIN)\b.*[({:;=]|.*[{}]\s*$|.*[=().].*;\s*$|.*=>\s*$|<\/?[a-zA-Z!][^>]*>|<!--|[)\]}]+[;,]?\s*$|@\w+\(?|#(include|define|!)|\/\/|\/\*|\* |"[\w-]+":\s|[\w.-]+\s*=\s*\S+$|\w+(\.\w+)+\(.*\)$)/;
const YAML = /^\s*(- )?[\w."-]+:(\s+\S{1,60})?\s*$|^\s*- [\w:./"-]+\s*$/;

/** So much of a line, and of a message, tells what it is; more would only cost time. */
const TELLS = 240;
const HEAD = 8_000;

/** A shell's prompt. */
const PROMPT = /^\s*(?:\$|\w+@[\w-]+:\S*[$#]) \S/;

/** Why a message as a whole is not the user's words; undefined when it may be. */
export function isPasted(message: string): string | undefined {
  const head = message.slice(0, HEAD);
  return NOT_TYPED.find(([pattern]) => pattern.test(head))?.[1];
}

/**
 * The typed part of a message: without fenced code, tagged blocks, quotes, records of memory, and runs of lines that
 * are logs, traces, diffs, tables or code. `pasted` is the lines that were left out.
 */
export function proseOf(message: string): { prose: string; pasted: string[] } {
  const fenced = message.replace(
    // Bounded: a message of nothing but line breaks must not take quadratic time.
    /(?:^|\n)\s{0,99}(```|~~~)[\s\S]*?(?:\n\s{0,99}\1[^\n]*|$)|(?:^|\n)<([a-z][\w-]*)>\n[\s\S]*?(?:<\/\2>|$)/g,
    (block) => "\n\u0000".repeat(block.split("\n").length - 1),
  );
  const lines = fenced.split("\n");
  let isOutput = false;
  const kinds = lines.map((whole) => {
    const line = whole.slice(0, TELLS);
    // A program answers below a shell's prompt, up to the next blank line.
    isOutput = line.trim() !== "" && (isOutput || PROMPT.test(line));
    if (isOutput) return "sure";
    if (line.startsWith("\u0000") || /\[mem0:[0-9a-f]{4,}\]/i.test(whole)) return "sure";
    if (/^\s*>/.test(line)) return "sure";
    if (TRACE.test(line) || LOG.test(line) || SQL.test(line)) return "sure";
    if (line.trim() === "") return "blank";
    if (DIFF.test(line)) return "diff";
    if (TABLE.test(line)) return "table";
    if (CODE.test(line) || /^(?: {4}|\t)\s*\S/.test(line)) return "code";
    return YAML.test(line) ? "yaml" : "prose";
  });
  const isDiff = /^(?:diff --git |@@ )/m.test(fenced) ||
    /^\+(?! *\+)\s*\S/m.test(fenced) && /^-\s*\S/m.test(fenced);
  // Four words in a row are a sentence, even one that begins like code.
  const isAllCode = kinds.every((kind) => kind !== "prose") && /[(){}=<>"]/.test(fenced) &&
    !/\p{L}+ \p{L}+ \p{L}+ \p{L}+/u.test(fenced);
  const dropped = lines.map((_, index) => {
    const kind = kinds[index];
    if (kind === "sure" || isAllCode && kind === "code") return true;
    if (kind === "diff") return isDiff;
    if (isDiff && /^[ @]/.test(lines[index] ?? "")) return true;
    if (kind === "table" || kind === "code" || kind === "yaml") {
      // One such line may be a sentence; two neighbours are a paste.
      return [index - 1, index + 1].some((near) =>
        ["table", "code", "yaml", "sure"].includes(kinds[near] ?? "")
      );
    }
    return false;
  });
  const prose = lines.filter((_, index) => !dropped[index]).join("\n");
  return { prose, pasted: message.split("\n").filter((_, index) => dropped[index]) };
}
