/**
 * What runs in the browser, `page/`, bundled: `scripts/inline-page.mjs` puts it into `dist/`,
 * `scripts/page-assets.cjs` into tests.
 */
export const script: string;
export const style: string;
/** `sha256-…` of the text, for a Content Security Policy. */
export const scriptHash: string;
export const styleHash: string;
/** The licences of the packages in it, which go with every copy. */
export const licence: string;
