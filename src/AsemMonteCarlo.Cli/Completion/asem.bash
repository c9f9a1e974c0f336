# completion of asem in bash: eval "$(asem completion bash)"
_asem() {
  local line="${COMP_LINE:0:COMP_POINT}" option="" word found rest mark
  word="${line##*[[:space:]]}"
  line="asem${line#"${COMP_WORDS[0]}"}"
  # --option=value is completed as --option value
  if [[ $word == --*=* ]]; then
    line="${line%"$word"}${word%%=*} ${word#*=}"
    option="${word%%=*}=" word="${word#*=}"
  fi
  found="$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)"
  # bash puts a completion in the place of what stands behind the last mark that breaks words
  rest="$option$word"
  for mark in = :; do
    if [[ $COMP_WORDBREAKS == *"$mark"* ]]; then rest="${rest##*"$mark"}"; fi
  done
  local kept="$option$word" IFS=$'\n' reply
  kept="${kept%"$rest"}"
  COMPREPLY=()
  for reply in $(compgen -P "$option" -W "$found" -- "$word"); do
    # what is there already is no completion
    if [[ $reply != "$option$word" ]]; then COMPREPLY+=("${reply#"$kept"}"); fi
  done
  # a key is gone on with its value; bash 3.2 cannot leave out the blank
  if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]] && type compopt >/dev/null 2>&1; then compopt -o nospace; fi
}
complete -o default -F _asem asem
