import { type Explain, nothingExplained } from '../../server/src/workspace/escapes/explain.ts';

/** For those who do not ask about escapes. */
export const explainNothing: Explain = () => ({ feed() {}, escapes: async () => nothingExplained });
