/**
 * Cuts the process that imports this off from every host but this machine, before a plugin is loaded,
 * and counts what was asked for. `fetch`, sockets and name look-ups are replaced: enough for programs
 * that don't mean to get around it.
 *
 * @module
 */
import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

/** Makes the process refuse foreign hosts; returns their names as they are asked for. */
export function stayOnLoopback(): string[] {
  const foreign: string[] = [];
  const check = (host: string): void => {
    const name = host.replace(/^\[|\]$/g, "");
    if (/^(localhost|127(\.\d+){3}|::1)$/i.test(name)) return;
    foreign.push(name);
    throw new Error(`No way to "${name}": only this machine is reachable here`);
  };

  const fetchAny = globalThis.fetch;
  const guarded = async (...[input, init]: Parameters<typeof fetch>): Promise<Response> => {
    check(new URL(input instanceof Request ? input.url : String(input)).hostname);
    return await fetchAny(input, init);
  };
  globalThis.fetch = Object.assign(guarded, fetchAny);

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    check(hostOf(args));
    return Reflect.apply(connect, this, args) as net.Socket;
  } as typeof connect;
  for (const module of [http, https]) {
    for (const name of ["request", "get"] as const) {
      const original = module[name];
      module[name] = ((...args: unknown[]) => {
        check(hostOf(args));
        return Reflect.apply(original, module, args);
      }) as typeof original;
    }
  }
  const lookup = dns.lookup;
  dns.lookup = Object.assign((...args: unknown[]) => {
    check(String(args[0]));
    Reflect.apply(lookup, dns, args);
  }, lookup) as typeof lookup;
  syncBuiltinESMExports();
  return foreign;
}

/** The host among the arguments of a connect or request; this machine when there is none. */
function hostOf(args: unknown[]): string {
  const flat = args.flat();
  for (const one of flat) {
    if (one instanceof URL) return one.hostname;
    if (typeof one === "string" && /^https?:/.test(one)) return new URL(one).hostname;
    if (typeof one === "object" && one !== null) {
      const { host, hostname, path, port } = one as Record<string, unknown>;
      if (typeof path === "string" && port === undefined && host === undefined) continue; // a pipe
      return String(hostname ?? host ?? "localhost").replace(/:\d+$/, "");
    }
  }
  const [port, host] = flat;
  return typeof port === "number" && typeof host === "string" ? host : "localhost";
}
