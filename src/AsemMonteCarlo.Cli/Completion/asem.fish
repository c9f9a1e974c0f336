# completion of asem in fish: asem completion fish > ~/.config/fish/completions/asem.fish
function __asem_complete
    set -l line (commandline -cp)
    asem "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c asem -a '(__asem_complete)'
