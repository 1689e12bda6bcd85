#compdef aictl
# Completion of aictl for zsh. All that is known of commands comes from `aictl __complete`.
#   source <(aictl completion zsh)
# or as the file _aictl in a folder of $fpath.
_aictl() {
  local line word program=$words[1]
  local -a candidates
  [[ -x $program ]] || (( $+commands[$program] )) || program=aictl
  while IFS= read -r line; do
    case $line in
      # Of `--file=NAME` the name alone is completed.
      :files) compset -P '--*='; _files; return ;;
      :folders) compset -P '--*='; _files -/; return ;;
    esac
    word=${line%%$'\t'*}
    # _describe takes `word:description`.
    candidates+=("${${word//\\/\\\\}//:/\\:}${${line#"$word"}/$'\t'/:}")
  done < <("$program" __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
  (( $#candidates )) && _describe aictl candidates
}
# As a file of $fpath this is the first call; else it is read to be known.
if [[ $funcstack[1] == _aictl ]]; then
  _aictl "$@"
else
  compdef _aictl aictl
fi
