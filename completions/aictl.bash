# Completion of aictl for bash. All that is known of commands comes from `aictl __complete`.
#   source <(aictl completion bash)
# An alias of it completes too: alias a=aictl; complete -F _aictl a
_aictl() {
  local rest=${COMP_LINE:0:COMP_POINT} program=${COMP_WORDS[0]} words=() word i typed prefix candidate quote=
  COMPREPLY=()
  # Where output goes is no word of the program.
  if [[ ${COMP_WORDS[COMP_CWORD-1]} == *[\<\>] ]]; then
    compopt -o default
    return
  fi
  rest=${rest#*"$program"}
  if [[ ${BASH_ALIASES[$program]-} ]]; then
    read -ra words <<<"${BASH_ALIASES[$program]}"
    while [[ ${words[0]-} == *=* ]]; do words=("${words[@]:1}"); done
    program=${words[0]}
    words=("${words[@]:1}")
  fi
  type -P "$program" >/dev/null || program=aictl
  # bash breaks words at `=` and `:`; they belong together where no blank stands between. The last one ends
  # at the cursor.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    [[ $rest == [[:space:]]* ]] && words+=('')
    rest=${rest#"${rest%%[![:space:]]*}"}
    ((i == COMP_CWORD)) && word=$rest
    rest=${rest#"$word"}
    words[-1]+=$word
  done
  # readline replaces what stands behind the last break or the quote that is open, so candidates lose the rest.
  typed=${words[-1]}
  [[ $word == [=:] ]] && word=
  [[ $word =~ ^([^\"\']*)([\"\'])[^\"\']*$ ]] && quote=${BASH_REMATCH[2]} word=${word#"${BASH_REMATCH[1]}"}
  prefix=${typed%"$word"}
  words=("${words[@]//[\"\'\\]/}")
  while IFS=$'\t' read -r candidate _; do
    case $candidate in
      :files) compopt -o default ;;
      :folders)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        ;;
      *)
        candidate=${candidate#"$prefix"}
        [[ -z $quote && $candidate == *[!A-Za-z0-9_./=:@%+,-]* ]] && printf -v candidate %q "$candidate"
        COMPREPLY+=("$candidate")
        ;;
    esac
  done < <("$program" __complete -- "${words[@]}" 2>/dev/null)
}
complete -F _aictl aictl
