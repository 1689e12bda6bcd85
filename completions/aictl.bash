# Completion of aictl for bash. All that is known of commands comes from `aictl __complete`.
#   source <(aictl completion bash)
_aictl() {
  local current=${COMP_WORDS[COMP_CWORD]} rest=${COMP_LINE:0:COMP_POINT} words=() word i prefix candidate
  # bash breaks words at `=` and `:`; they belong together where no blank stands between.
  rest=${rest#*"${COMP_WORDS[0]}"}
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $rest == [[:space:]]* || ${#words[@]} -eq 0 ]]; then
      rest=${rest#"${rest%%[![:space:]]*}"}
      words+=("$word")
    else
      words[-1]+=$word
    fi
    rest=${rest#"$word"}
  done
  # readline replaces the last piece alone, so candidates lose what stands before it.
  [[ $current == [=:] ]] && current=
  prefix=${words[-1]%"$current"}
  words=("${words[@]//[\"\'\\]/}")
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    case $candidate in
      :files) compopt -o default ;;
      :folders)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
      *) COMPREPLY+=("${candidate#"$prefix"}") ;;
    esac
  done < <("${COMP_WORDS[0]}" __complete -- "${words[@]}" 2>/dev/null)
}
complete -F _aictl aictl
