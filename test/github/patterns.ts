/**
 * GitHub's filter patterns (docs: workflow-syntax, "Filter pattern cheat sheet"): `*` stops at a slash, `**` does not,
 * `?` and `+` repeat the character before them, `!` takes away what earlier patterns took.
 */
export function isTaken(name: string, patterns: readonly string[]): boolean {
  let taken = false;
  for (const pattern of patterns) {
    const isNegative = pattern.startsWith("!");
    if (toRegExp(isNegative ? pattern.slice(1) : pattern).test(name)) taken = !isNegative;
  }
  return taken;
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\.|\*\*\/|\*\*|\*|[?+]|\[[^\]]*\]|[.^${}()|\]\\/-]/gu, (part) => {
    // "**/x" takes "x" too.
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?" || part === "+" || part.startsWith("[")) return part;
    if (part === "-") return "-";
    return part.startsWith("\\") && part.length > 1 ? part : `\\${part}`;
  });
  return new RegExp(`^${source}$`, "u");
}
