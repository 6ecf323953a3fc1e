-- Opens the file given as the last argument in Neovim with its own LSP client, waits for diagnostics, applies the first
-- quick fix, and prints what it saw as JSON. Arguments: server bundle, root directory, file.
local server, root, file = unpack(vim.v.argv, #vim.v.argv - 2)

vim.cmd('edit ' .. vim.fn.fnameescape(file))
local client = vim.lsp.start_client({
	name = 'linkscape',
	cmd = { 'node', server, '--stdio' },
	root_dir = root,
})
vim.lsp.buf_attach_client(0, client)

local seen = {}
vim.wait(20000, function()
	seen = vim.diagnostic.get(0)
	return #seen > 0
end, 20)

local hovers = vim.lsp.buf_request_sync(0, 'textDocument/hover', {
	textDocument = vim.lsp.util.make_text_document_params(),
	position = { line = seen[1] and seen[1].lnum or 0, character = seen[1] and seen[1].col or 0 },
}, 10000)
local hover = hovers and hovers[client] and hovers[client].result

local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', {
	textDocument = vim.lsp.util.make_text_document_params(),
	range = {
		start = { line = seen[1] and seen[1].lnum or 0, character = 0 },
		['end'] = { line = seen[1] and seen[1].lnum or 0, character = 0 },
	},
	context = { diagnostics = {} },
}, 10000)
local actions = answers and answers[client] and answers[client].result or {}
if actions[1] and actions[1].edit then
	vim.lsp.util.apply_workspace_edit(actions[1].edit, vim.lsp.get_client_by_id(client).offset_encoding)
end
local fixed = vim.wait(20000, function()
	return not vim.tbl_contains(
		vim.tbl_map(function(one)
			return one.message
		end, vim.diagnostic.get(0)),
		seen[1] and seen[1].message
	)
end, 20)

local log = vim.lsp.get_log_path()
io.stdout:write(vim.json.encode({
	codes = vim.tbl_map(function(one)
		return one.code or (one.user_data and one.user_data.lsp and one.user_data.lsp.code)
	end, seen),
	hover = hover and hover.contents and hover.contents.value,
	titles = vim.tbl_map(function(one)
		return one.title
	end, actions),
	text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n'),
	fixed = fixed,
	messages = vim.fn.execute('messages'),
	log = vim.fn.filereadable(log) == 1 and vim.fn.readfile(log) or {},
}))
vim.lsp.stop_client(client)
vim.wait(5000, function()
	return vim.lsp.client_is_stopped(client)
end, 20)
vim.cmd('qall!')
