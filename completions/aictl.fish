# Completion of aictl for fish. All that is known of commands comes from `aictl __complete`.
#   aictl completion fish | source
function __aictl_complete
    set -l words (commandline -opc)
    # An alias may set variables.
    while string match -q '*=*' -- $words[1]
        set -e words[1]
    end
    # The word as it will be read; its quote may still be open.
    set -l raw (commandline -ct)
    set -l word (string unescape -- $raw; or string unescape -- $raw\"; or string unescape -- $raw\'; or echo $raw)
    # Of `--file=NAME` the name alone is a path. fish completes it as that of any program's.
    set -l option (string match -r '^--[^=]*=' -- $raw)
    set -l path (string replace -r '^--[^=]*=' '' -- $raw)
    for line in (command $words[1] __complete -- $words[2..] "$word" 2>/dev/null)
        switch $line
            case :files
                string replace -r '^' -- "$option" (complete -C"'' $path")
            case :folders
                string replace -r '^' -- "$option" (complete -C"'' $path" | string match '*/')
            case '*'
                echo $line
        end
    end
end
complete -c aictl -f -a '(__aictl_complete)'
