/** Pure: what a browser says of itself, in few words: `Firefox, Windows`. A program's name is left as it is. */
export function deviceName(agent: string): string {
  const browser = firstOf(agent, [
    ["Edg", "Edge"],
    ["OPR/", "Opera"],
    ["SamsungBrowser", "Samsung Internet"],
    ["Firefox/", "Firefox"],
    ["FxiOS", "Firefox"],
    ["CriOS", "Chrome"],
    ["Chrome/", "Chrome"],
    ["Safari/", "Safari"],
  ]);
  const system = firstOf(agent, [
    ["iPhone", "iPhone"],
    ["iPad", "iPad"],
    ["Android", "Android"],
    ["Windows", "Windows"],
    ["Mac OS X", "Mac"],
    ["CrOS", "ChromeOS"],
    ["Linux", "Linux"],
  ]);
  const named = [browser, system].filter((name) => name !== null).join(", ");
  return named === "" ? agent.slice(0, 60) : named;
}

function firstOf(agent: string, names: readonly (readonly [string, string])[]): string | null {
  return names.find(([mark]) => agent.includes(mark))?.[1] ?? null;
}
