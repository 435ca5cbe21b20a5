import { globSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import type { Rolldown } from "vite";

/** Loaded before the shell, so in a file of its own. */
export const BEFORE = /\/src\/(app\/language|api\/early)\.ts$|vite\/preload-helper|rolldown\/runtime/;
/** Where pieces that many pages share come from. */
export const COMMON = /node_modules\/.*(@mantine|@floating-ui|@tabler|@tanstack)|\/src\/(kit|app|api)\//;
const START = "/src/app/main.tsx";

type Context = Parameters<Extract<Rolldown.CodeSplittingGroup["name"], (...given: never[]) => unknown>>[1];

/**
 * Puts everything of ours that the console begins with into one file, with the icons of the navigation: a browser that may
 * open six connections at a time is not given twenty small files.
 */
export function ofTheShell(): (id: string, context: Context) => string | null {
  const known = new Map<string, boolean>();
  const icons = iconsOfTheShell();

  function isReached(id: string, context: Context): boolean {
    if (id.endsWith(START)) return true;
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, false); // modules that import each other
    const isShell = (context.getModuleInfo(id)?.importers ?? []).some((importer) =>
      isReached(importer, context),
    );
    known.set(id, isShell);
    return isShell;
  }

  return (id, context) => {
    const icon = /@tabler\/icons-react\/.*\/(Icon\w+)\.mjs$/.exec(id)?.[1];
    if (icon !== undefined) return icons.has(icon) ? "shell" : null;
    if (id.includes("node_modules") || !id.includes("/src/") || id.endsWith("/src/app/boot.ts")) return null;
    return isReached(id, context) ? "shell" : null;
  };
}

/** The icons that the areas' navigation and the frame name. */
function iconsOfTheShell(): Set<string> {
  const files = globSync([
    "src/areas/*/index.ts",
    "src/app/shell/{Shell,Navigation,AccountBanner}.tsx",
    "src/kit/Failure.tsx",
  ]);
  const names = files.flatMap(
    (file) => readFileSync(file.split(sep).join("/"), "utf8").match(/\bIcon[A-Z]\w+/g) ?? [],
  );
  return new Set([...names, "IconLock"]);
}
