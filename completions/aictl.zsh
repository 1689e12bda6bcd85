#compdef aictl
# Completion of aictl for zsh. All that is known of commands comes from `aictl __complete`.
#   source <(aictl completion zsh)
_aictl() {
  local line word
  local -a candidates
  while IFS= read -r line; do
    case $line in
      :files) _files; return ;;
      :folders) _files -/; return ;;
    esac
    word=${line%%$'\t'*}
    # _describe takes `word:description`.
    candidates+=("${word//:/\\:}${${line#"$word"}/$'\t'/:}")
  done < <("${words[1]}" __complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#candidates )) && _describe aictl candidates
}
compdef _aictl aictl
