/** How much a finding weighs; `error` is for what does not build or cannot work. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';
