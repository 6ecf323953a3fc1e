/** What is asked about one directive, whoever answers. */
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { BoundLinkname } from '../../analysis/linkname/linknameForm.ts';
import type { BuildContext } from '../../analysis/build/buildContext.ts';

export interface Question {
	readonly bound: BoundLinkname;
	readonly symbol: string;
	/** Import path of the package that asks; `main` for a command. */
	readonly from: string;
	/** Its files in this build. */
	readonly built: readonly FileFacts[];
	readonly context: BuildContext;
}
