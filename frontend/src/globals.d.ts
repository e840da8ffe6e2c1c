/** Changes with the texts of all languages; the build writes it. */
declare const TEXTS_VERSION: string;
