/** esbuild's `file` loader: the file is copied beside the bundle, and this is its path from there. */
declare module '*.wasm' {
	const path: string;
	export default path;
}
