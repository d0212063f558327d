/** placeholder while the page is being drawn */
export async function demo(_cwd: string, say: (text: string) => number): Promise<number> {
  return say("…");
}
