# Completion of aictl for fish. All that is known of commands comes from `aictl __complete`.
#   aictl completion fish | source
function __aictl_complete
    set -l words (commandline -opc)
    for line in (command $words[1] __complete -- $words[2..] (commandline -ct) 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c aictl -f -a '(__aictl_complete)'
