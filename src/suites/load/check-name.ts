/** What a check is called, before anything is known of it. */
export interface CheckName {
  id: string;
  title: string;
}
