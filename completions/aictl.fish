# Completion of aictl for fish. All that is known of commands comes from `aictl __complete`.
#   aictl completion fish | source
function __aictl_complete
    set -l words (commandline -opc)
    # The word as it will be read; its quote may still be open.
    set -l raw (commandline -ct)
    set -l word (string unescape -- $raw; or string unescape -- $raw\"; or string unescape -- $raw\'; or echo $raw)
    # Of `--file=NAME` the name alone is a path.
    set -l option (string match -r '^--[^=]*=' -- $word)
    set -l path (string replace -r '^--[^=]*=' '' -- $word)
    for line in (command $words[1] __complete -- $words[2..] "$word" 2>/dev/null)
        switch $line
            case :files
                string replace -r '^' -- "$option" (__fish_complete_path "$path")
            case :folders
                string replace -r '^' -- "$option" (__fish_complete_directories "$path")
            case '*'
                echo $line
        end
    end
end
complete -c aictl -f -a '(__aictl_complete)'
