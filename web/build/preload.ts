import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";

type OutputBundle = Rolldown.OutputBundle;
type OutputChunk = Rolldown.OutputChunk;

/** Tells browsers in the page itself which files the console begins with, so that none waits for another. */
export function preload(name: string): Plugin {
  return {
    name: "duka-preload",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        if (bundle === undefined) return [];
        const files = beginning(bundle, name);
        const scripts = [...files.keys()].map(
          (file): HtmlTagDescriptor => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/console/${file}` },
            injectTo: "head",
          }),
        );
        const styles = [...new Set([...files.values()].flat())].map(
          (file): HtmlTagDescriptor => ({
            tag: "link",
            attrs: { rel: "stylesheet", crossorigin: true, href: `/console/${file}` },
            injectTo: "head",
          }),
        );
        return [...styles, ...scripts];
      },
    },
  };
}

/** The chunk made of the module `name` and all that it imports, with their style sheets. */
function beginning(bundle: OutputBundle, name: string): Map<string, string[]> {
  const chunks = Object.values(bundle).filter((file): file is OutputChunk => file.type === "chunk");
  const found = new Map<string, string[]>();
  function take(chunk: OutputChunk | undefined): void {
    if (chunk === undefined || found.has(chunk.fileName)) return;
    const { importedCss } = (chunk as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata ?? {};
    found.set(chunk.fileName, [...(importedCss ?? [])]);
    for (const file of chunk.imports) take(chunks.find((one) => one.fileName === file));
  }
  take(chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(name))));
  return found;
}
