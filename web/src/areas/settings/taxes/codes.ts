/** Pure: our tax classes and a service's codes, as people write them: a line each, `clothing = 20010`. */
export function written(codes: Readonly<Record<string, string>>): string {
  return Object.entries(codes)
    .map(([name, code]) => `${name} = ${code}`)
    .join("\n");
}

/** Null when a line is not of that form. */
export function read(text: string): Record<string, string> | null {
  const codes: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const [name, code, ...more] = line.split("=").map((part) => part.trim());
    if (!name || !code || more.length > 0) return null;
    codes[name] = code;
  }
  return codes;
}
