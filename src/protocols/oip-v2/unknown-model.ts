/** The name that no sound server says to be ready. */
export const UNKNOWN_MODEL = "infergate-no-such-model";
