export interface RawData {
  file?: string;
  capture?: string;
  labels?: string;
  id?: string;
  features?: string[];
  label?: string;
  prediction?: string;
  classes?: (string | number | boolean)[];
  slices?: string[];
}
