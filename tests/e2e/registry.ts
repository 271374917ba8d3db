import { createHash } from "node:crypto";
import { join } from "node:path";
import { locateVerdaccio } from "../../tasks/lib/programs.ts";
import { locateRuntimes } from "../../tasks/lib/runtimes.ts";
import { waitFor } from "../../tasks/lib/opencode.ts";

/** A private npm registry on loopback that knows nothing but what is published to it. */
export interface Registry {
  url: string;
  /** Packs a folder with npm and publishes the tarball. */
  publish(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts Verdaccio on a free port, with an empty storage. */
export async function startRegistry(): Promise<Registry> {
  const programs = await locateVerdaccio(console.error);
  const runtimes = await locateRuntimes(console.error);
  const [node] = runtimes.find(({ name }) => name.startsWith("Node"))?.command ?? [];
  if (node === undefined) throw new Error("Cannot start Verdaccio: it needs Node 22 or later");
  const root = await Deno.makeTempDir({ prefix: "opencode-mem0-registry-" });
  const config = join(root, "config.yaml");
  await Deno.writeTextFile(
    config,
    JSON.stringify({ // JSON is YAML, too
      storage: join(root, "storage"),
      auth: { htpasswd: { file: join(root, "htpasswd") } },
      uplinks: {},
      max_body_size: "100mb", // the package holds the weights of the embedder
      packages: { "**": { access: "$all", publish: "$all" } },
      log: { type: "stdout", format: "json", level: "error" },
    }),
  );
  const url = freeAddress();
  const child = new Deno.Command(node, {
    args: [
      join(programs, "node_modules", "verdaccio", "bin", "verdaccio"),
      "--config",
      config,
      "--listen",
      new URL(url).host,
    ],
    cwd: programs,
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  let ended = false;
  child.status.then(() => ended = true);
  const close = async () => {
    if (!ended) child.kill("SIGKILL");
    await child.status;
    await Deno.remove(root, { recursive: true });
  };
  if (await waitFor(() => isUp(url), 60_000) === undefined) {
    await close();
    throw new Error(`Cannot start Verdaccio on "${url}": it answered nothing for a minute`);
  }
  return { url, publish: (folder) => publish(url, folder, root), close };
}

async function publish(url: string, folder: string, work: string): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command("npm", {
    args: ["pack", "--json", "--ignore-scripts", "--pack-destination", work],
    cwd: folder,
    env: { npm_config_cache: join(work, "npm-cache") },
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot pack "${folder}": ${decoder.decode(stderr)}`);
  const [file] = (await Array.fromAsync(Deno.readDir(work)))
    .filter(({ name }) => name.endsWith(".tgz"));
  if (file === undefined) throw new Error(`Cannot pack "${folder}": ${decoder.decode(stdout)}`);
  const tarball = await Deno.readFile(join(work, file.name));
  const manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  const { name, version } = manifest;
  const digest = (kind: string, form: "hex" | "base64") =>
    createHash(kind).update(tarball).digest(form);
  const response = await fetch(`${url}/${name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      _id: name,
      name,
      "dist-tags": { latest: version },
      versions: {
        [version]: {
          ...manifest,
          _id: `${name}@${version}`,
          dist: {
            integrity: `sha512-${digest("sha512", "base64")}`,
            shasum: digest("sha1", "hex"),
            tarball: `${url}/${name}/-/${file.name}`,
          },
        },
      },
      _attachments: {
        [file.name]: {
          content_type: "application/octet-stream",
          data: tarball.toBase64(),
          length: tarball.length,
        },
      },
    }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`Cannot publish "${name}": ${response.status} ${answer}`);
}

async function isUp(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(`${url}/-/ping`);
    await response.body?.cancel();
    return response.ok || undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined; // nobody listens yet
    throw error;
  }
}

function freeAddress(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return `http://127.0.0.1:${port}`;
}
