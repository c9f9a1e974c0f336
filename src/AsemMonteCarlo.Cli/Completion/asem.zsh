# completion of asem in zsh, after compinit: eval "$(asem completion zsh)"
_asem() {
  local line="asem ${(j: :)words[2,CURRENT]}"
  local -a found
  found=("${(@f)$(${words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)}")
  found=(${found:#})
  if (( ${#found} )); then
    compadd -S '' -- ${(M)found:#*=}
    compadd -- ${found:#*=}
  else
    _files
  fi
}
compdef _asem asem
