# Completes command lines of diatonic, which says itself what can stand at a place.
_diatonic() {
    local line=${COMP_LINE:0:COMP_POINT} words=() last=-1 rest word i
    # Bash ends a word at `:` and `=`, which addresses and options have inside. What no blank parts is one word here.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        rest=${line#"${line%%[![:space:]]*}"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        if ((i > 0)) && [[ $rest == "$line" ]]; then
            words[last]+=$word
        else
            words[++last]=$word
        fi
        line=${rest#"$word"}
    done

    # The program gets the word as it is meant, and Bash the part of it that Bash takes for the word.
    local before='' breaks='' is_quoted=''
    word=${words[last]}
    case $word in
    [\'\"]*)
        is_quoted=yes
        word=${word:1}
        ;;
    *)
        word=${word//\\/}
        [[ $COMP_WORDBREAKS == *:* ]] && breaks+=:
        [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
        [[ $breaks ]] && before=${word%"${word##*[$breaks]}"}
        ;;
    esac
    words[last]=$word

    local IFS=$'\013' replies reply
    replies=($(
        _CLAP_IFS=$IFS _CLAP_COMPLETE_INDEX=$last _CLAP_COMPLETE_COMP_TYPE=$COMP_TYPE \
            _CLAP_COMPLETE_SPACE=false DIATONIC_COMPLETE=bash command diatonic -- "${words[@]}" 2>/dev/null
    ))
    COMPREPLY=()
    for reply in "${replies[@]}"; do
        reply=${reply#"$before"}
        [[ $is_quoted ]] || printf -v reply %q "$reply"
        COMPREPLY+=("$reply")
    done
    [[ ${#COMPREPLY[@]} == 1 && $reply == *[=/:] ]] && compopt -o nospace 2>/dev/null
}

complete -o bashdefault -o nosort -F _diatonic diatonic 2>/dev/null || complete -o bashdefault -F _diatonic diatonic
