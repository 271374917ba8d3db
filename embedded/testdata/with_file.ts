/** Gives a test the path of a memory file that is not there yet, in a folder that is removed after it. */
export async function withFile(test: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/memories.db`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
