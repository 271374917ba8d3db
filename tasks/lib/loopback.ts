import process from "node:process";

/** How programs are cut off from every address but this machine's own. */
export interface Loopback {
  /** What a command is put behind; [] when nothing can be cut off here. */
  command: string[];
  /** For the reader of a run: that it is cut off, or why it isn't. */
  line: string;
}

/** The variable that tells a test that nothing but loopback can be reached. */
export const LOOPBACK_ONLY = "LOOPBACK_ONLY";

const BRING_UP = "import fcntl,socket,struct;" +
  "fcntl.ioctl(socket.socket(),0x8914,struct.pack('16sh',b'lo',1|64))"; // SIOCSIFFLAGS: up, running
const START = `ip link set lo up 2>/dev/null || python3 -c "${BRING_UP}" && exec "$@"`;

/**
 * A Linux network namespace of its own has no interface but loopback: whatever a program and its
 * children ask for, no packet leaves. Root makes one directly; others within a user namespace, whose
 * rights are given up again before the program starts. Where the system allows neither, it is said.
 */
export async function loopbackOnly(): Promise<Loopback> {
  if (process.env.MEM0_TEST_HOST) return open("the server of MEM0_TEST_HOST is to be reached");
  const command = process.getuid?.() === 0 ? ["unshare", "--net", "sh", "-c", START, "sh"] : [
    ..."unshare --user --map-current-user --keep-caps --net sh -c".split(" "),
    START,
    ..."sh setpriv --inh-caps=-all --ambient-caps=-all".split(" "),
  ];
  const refused = await tryOut(command);
  return refused === undefined
    ? { command, line: "Every address but loopback is cut off (a network namespace)." }
    : open(refused);
}

function open(reason: string): Loopback {
  return { command: [], line: `Other addresses than loopback are not cut off: ${reason}` };
}

/** Undefined when a program starts behind the command, else why not. */
async function tryOut([program, ...args]: string[]): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "only Linux has network namespaces";
  try {
    const { success, stderr } = await new Deno.Command(program!, { args: [...args, "true"] })
      .output();
    if (success) return undefined;
    return new TextDecoder().decode(stderr).trim() || "the namespace can't be set up";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "the program `unshare` is not here";
    throw error;
  }
}
