import { capture } from "./capture.ts";

/** A pull request, as far as it matters here. */
export interface PullRequest {
  number: number;
  title: string;
  isOpen: boolean;
}

/** The pull requests of a repository. */
export interface PullRequests {
  /** All from a branch, closed and merged ones too. */
  list(branch: string): Promise<PullRequest[]>;
  /** Changes one, or without a number opens one from the branch; resolves to its number. */
  write(
    number: number | undefined,
    branch: string,
    title: string,
    body: string,
  ): Promise<number>;
}

/** GitHub's, by its program `gh`, which must be logged in. */
export function pullRequestsByGh(cwd: string): PullRequests {
  const gh = (args: string[], input?: string) =>
    capture("gh", args, { cwd, ...input === undefined ? {} : { input } });
  return {
    async list(branch) {
      const answer = await gh(
        ["pr", "list", "--head", branch, "--state", "all", "--limit", "200"].concat(
          "--json",
          "number,title,state",
        ),
      );
      const rows = JSON.parse(answer) as { number: number; title: string; state: string }[];
      return rows.map(({ number, title, state }) => ({ number, title, isOpen: state === "OPEN" }));
    },
    async write(number, branch, title, body) {
      const content = ["--title", title, "--body-file", "-"];
      if (number !== undefined) {
        await gh(["pr", "edit", String(number), ...content], body);
        return number;
      }
      const address = await gh(["pr", "create", "--head", branch, ...content], body);
      const opened = /\/pull\/(\d+)\s*$/.exec(address)?.[1];
      if (opened === undefined) {
        throw new Error(`Cannot read the new pull request's number from "${address.trim()}"`);
      }
      return Number(opened);
    },
  };
}
