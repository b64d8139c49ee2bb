export interface DataConfig {
  /** A file of rows, or a folder of files. */
  file: string;
  /** Whether `file` holds captured requests instead of rows. */
  isCapture: boolean;
  /** The label file of a folder, where it is not found by its name. */
  labels: string | null;
  id: string | null;
  features: string[] | null;
  label: string | null;
  prediction: string | null;
  /** Class names in the order of the scores; default: the distinct labels, sorted. */
  classes: string[] | null;
  slices: string[];
}

export interface Tolerance {
  rel: number;
  abs: number;
}
