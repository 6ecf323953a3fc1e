;;; emacs.el --- One file in Emacs, with a client of its own  -*- lexical-binding: t -*-
;; Opens a Go file, waits for diagnostics, asks for a hover, applies the first quick fix, and prints what it saw as JSON.
;; Arguments: client (eglot or lsp-mode), a file with its configuration, root directory, file. Warnings go to standard error, as all messages do.

(require 'cl-lib)
(require 'json)
(require 'package)
;; Debian's packages; with -Q, Emacs does not look there by itself.
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)
(setq backtrace-on-error-noninteractive nil)

;; Emacs's own check of C files; it warns in every other buffer.
(require 'flymake)
(remove-hook 'flymake-diagnostic-functions #'flymake-proc-legacy-flymake)

(define-derived-mode go-mode prog-mode "Go" "As much of a Go mode as a language server needs.")
(add-to-list 'auto-mode-alist '("\\.go\\'" . go-mode))

(defun test-wait (done)
  "Wait until DONE returns something, at most 30 seconds; return that."
  (let ((end (+ (float-time) 30)) found)
    (while (not (or (setq found (funcall done)) (> (float-time) end)))
      (accept-process-output nil 0.05))
    found))

(defun test-eglot ()
  "Run Eglot in the current buffer."
  (require 'eglot)
  (setq eglot-sync-connect 30)
  (call-interactively #'eglot)
  (let* ((seen (test-wait (lambda () (flymake-start) (flymake-diagnostics))))
         (_ (goto-char (flymake-diagnostic-beg (car seen))))
         (here (eglot--TextDocumentPositionParams))
         (connection (eglot-current-server))
         (hover (jsonrpc-request connection :textDocument/hover here))
         (range (list :start (plist-get here :position) :end (plist-get here :position)))
         (actions (jsonrpc-request connection :textDocument/codeAction
                                   (list :textDocument (plist-get here :textDocument) :range range
                                         :context (list :diagnostics [])))))
    (eglot--apply-workspace-edit (plist-get (aref actions 0) :edit))
    (eglot--signal-textDocument/didChange)
    (prog1
        (list :codes (vconcat (mapcar #'flymake-diagnostic-text seen))
              :hover (plist-get (plist-get hover :contents) :value)
              :titles (vconcat (mapcar (lambda (action) (plist-get action :title)) actions))
              :fixed (and (test-wait (lambda ()
                                     (flymake-start)
                                     (not (seq-intersection (mapcar #'flymake-diagnostic-text seen)
                                                            (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))))) t))
      (eglot-shutdown connection))))

(defun test-lsp-mode (root)
  "Run lsp-mode in the current buffer, a file below ROOT."
  (require 'lsp-mode)
  (setq lsp-enabled-clients '(linkscape)
        lsp-enable-snippet nil
        lsp-session-file (expand-file-name "lsp-session" root))
  (add-to-list 'lsp-language-id-configuration '(go-mode . "go"))
  (lsp-workspace-folders-add root)
  (lsp)
  (let* ((diagnostics (lambda () (gethash (lsp--fix-path-casing buffer-file-name) (lsp-diagnostics))))
         (code (lambda (one) (gethash "code" one)))
         (seen (test-wait diagnostics))
         (start (gethash "start" (gethash "range" (car seen))))
         (_ (goto-char (lsp--position-to-point start)))
         (hover (lsp-request "textDocument/hover" (lsp--text-document-position-params)))
         (actions (lsp-code-actions-at-point)))
    (lsp-execute-code-action (car actions))
    (prog1
        (list :codes (vconcat (mapcar code seen))
              :hover (gethash "value" (gethash "contents" hover))
              :titles (vconcat (mapcar (lambda (action) (gethash "title" action)) actions))
              :fixed (and (test-wait (lambda ()
                                     (not (seq-intersection (mapcar code seen) (mapcar code (funcall diagnostics)))))) t))
      (setq lsp-restart 'ignore)
      (lsp-workspace-shutdown (car (lsp-workspaces))))))

(pcase-let ((`(,client ,configuration ,root ,file) (last command-line-args 4)))
  (setq command-line-args-left nil)
  (load configuration nil t t)
  (find-file file)
  (let ((seen (if (equal client "eglot") (test-eglot) (test-lsp-mode (file-name-as-directory root)))))
    (princ (json-encode (append seen (list :text (buffer-substring-no-properties (point-min) (point-max))))))
    (set-buffer-modified-p nil)))
;;; emacs.el ends here
