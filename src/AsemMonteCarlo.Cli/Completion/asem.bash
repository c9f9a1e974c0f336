# completion of asem in bash: eval "$(asem completion bash)"
_asem() {
  local line="asem${COMP_LINE#"${COMP_WORDS[0]}"}" word="${COMP_WORDS[COMP_CWORD]}" found
  local point=$((COMP_POINT - ${#COMP_WORDS[0]} + 4))
  found="$("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)"
  local IFS=$'\n'
  COMPREPLY=($(compgen -W "$found" -- "$word"))
  # a key is gone on with its value
  if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}
complete -o default -F _asem asem
