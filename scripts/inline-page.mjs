// Puts what runs in the browser into the bundle as strings.

/** The esbuild plugin: `src/report/html/page-assets` becomes the page's bundled script and style. */
export function inlinePage({ assets }) {
  const contents = Object.entries(assets)
    .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`)
    .join("\n");
  return {
    name: "inline-page",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/page-assets$/ }, ({ path }) => ({ path, namespace: "page" }));
      onLoad({ filter: /.*/, namespace: "page" }, () => ({ contents, loader: "js" }));
    },
  };
}
