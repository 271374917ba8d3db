/** A skill: a text that tells a model how to do one thing with the memory tools. */
export interface Skill {
  /** Its name, also that of its slash command, e.g. `mem0-search`. */
  name: string;
  /** One sentence. */
  description: string;
  /** The body, without front matter. */
  content: string;
}
