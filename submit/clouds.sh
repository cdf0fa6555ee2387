# Sourced by submit/hammingbird: how its commands reach a cluster that has no spark-submit here, by the vendors' own command lines.
#
# The jar and the settings file go to HAMMINGBIRD_STAGING under their digest, so that each is uploaded once. What stands after `--` is
# Spark's (--conf, --properties-file) or the vendor's (--cluster, --region, …). Passwords never go along: the cluster reads them
# itself (README, "On a cluster").

# Platform arguments after `--`, apart from Spark's
vendor_arguments=()
# Those of them that every command of the vendor's takes
common=()
# Spark's properties as KEY=VALUE, each key once
properties=()

# run WORDS…: runs a command, or prints it with --dry-run
run() {
  if [ "$dry_run" = true ]; then
    print_command "$@"
  else
    "$@"
  fi
}

# Whether the value behind this key is a secret; names of files and providers are not
is_secret() {
  case $(printf '%s' "$1" | tr '[:upper:]' '[:lower:]') in
    *-file | *path | *provider) return 1 ;;
    *password | *passwd | *secret | *secret[._-]key | *access[._-]key | *encryption.key | *token | *account.key* | *credential) return 0 ;;
  esac
  return 1
}

# masked WORD BEFORE: a word of a command without its secrets: KEY=VALUE, also behind --conf=, inside of an address or of Java's options,
# or the value of an option that is the word before. A reference to a secret stays
masked() {
  local rest=$1 piece key separator word=""
  case $2 in
    --*=*) ;;
    --*)
      if is_secret "$2"; then
        printf '***'
        return
      fi
      ;;
  esac
  key=${rest#--conf=}
  key=${key%%=*}
  if [[ $rest = *"$key"=* && $rest != *=EMR.secret@* ]] && is_secret "$key"; then
    printf '%s' "${rest%%"$key"=*}$key=***"
    return
  fi
  while [ -n "$rest" ]; do
    piece=${rest%%[ &;]*}
    rest=${rest#"$piece"}
    separator=${rest:0:1}
    rest=${rest:1}
    key=${piece%=*}
    if [[ $key != "$piece" && $piece != *=EMR.secret@* ]] && is_secret "${key##*=}"; then
      piece=$key=***
    elif [[ $piece =~ ^(.*://[^/@]*:)[^/@]*(@.*)$ ]]; then
      piece=${BASH_REMATCH[1]}***${BASH_REMATCH[2]}
    fi
    word+=$piece$separator
  done
  printf '%s' "$word"
}

# A command as a shell reads it
print_command() {
  local word line=""
  for word in "$@"; do
    case $word in
      "" | *[!A-Za-z0-9_./:=,@%+*-]*) word="'$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'" ;;
    esac
    line+=${line:+ }$word
  done
  printf '%s\n' "$line"
}

# The same without its secrets
print_masked() {
  local word before="" words=()
  for word in "$@"; do
    words+=("$(masked "$word" "$before")")
    before=$word
  done
  print_command "${words[@]}"
}

# Refuses secrets in a job's properties and arguments, which all who may see the job can read. With --dry-run it masks them
refuse_secrets() {
  local i before="" word
  for i in "${!properties[@]}"; do
    refuse_secret "${properties[i]}" ""
    properties[i]=$word
  done
  for i in "${!arguments[@]}"; do
    refuse_secret "${arguments[i]}" "$before"
    before=${arguments[i]}
    arguments[i]=$word
  done
}

refuse_secret() {
  word=$(masked "$1" "$2")
  [ "$word" != "$1" ] || return 0
  local sentence="all who may see the job could read the secret in ${2:+$2 }$word: database.password-file or a credential provider keeps it (README, \"On a cluster\")"
  [ "$dry_run" = true ] || fail 2 "$sentence"
  say "$sentence"
}

digest() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -c 1-16
  else
    shasum -a 256 "$1" | cut -c 1-16
  fi
}

# stage FILE NAME.ENDING: uploads a file under its digest unless it is there; its URI in $staged
stage() {
  local name=$2
  staged=${HAMMINGBIRD_STAGING%/}/${name%.*}-$(digest "$1").${name##*.}
  if [ "$dry_run" = true ]; then
    upload "$1" "$staged"
  elif ! is_uploaded "$staged"; then
    say "uploading $name to $staged"
    upload "$1" "$staged" >&2 \
      || fail 2 "could not upload $1 to $staged, for the reason above: HAMMINGBIRD_STAGING must name a bucket that is there and that you may write to"
  fi
}

# need_staging SCHEME EXAMPLE
need_staging() {
  case ${HAMMINGBIRD_STAGING:-} in
    "$1"[!/]*) ;;
    "") fail 2 "HAMMINGBIRD_STAGING is not set: name the folder that the jar is uploaded to, such as $2" ;;
    *) fail 2 "HAMMINGBIRD_STAGING is $HAMMINGBIRD_STAGING, which --target $target cannot reach: name a folder such as $2" ;;
  esac
  if [ -n "${HAMMINGBIRD_DATABASE_PASSWORD:-}" ]; then
    say "HAMMINGBIRD_DATABASE_PASSWORD stays on this machine: on the cluster database.password-file or a Hadoop credential provider counts"
  fi
}

# need_tool NAME WHAT
need_tool() {
  [ "$dry_run" = true ] || command -v "$1" >/dev/null || fail 2 "no $1 found: install $2, or look at the command by --dry-run"
}

# need_argument MEANING NAME…: one of the vendor's that there is no default for, under any of its names
need_argument() {
  local meaning=$1 i name
  shift
  for i in ${vendor_arguments[@]+"${!vendor_arguments[@]}"}; do
    for name in "$@"; do
      case ${vendor_arguments[i]} in
        "$name"=?*) return ;;
        "$name") [ -z "${vendor_arguments[i + 1]-}" ] || return 0 ;;
      esac
    done
  done
  fail 2 "--target $target needs $meaning: add it after --, as in -- $1=…"
}

# take_common NAME…: those of the vendor's arguments that every command of its takes (the account, for one), in $common
take_common() {
  local i name
  common=()
  for i in ${vendor_arguments[@]+"${!vendor_arguments[@]}"}; do
    for name in "$@"; do
      case ${vendor_arguments[i]} in
        "$name"=*) common+=("${vendor_arguments[i]}") ;;
        "$name") common+=("$name" "${vendor_arguments[i + 1]-}") ;;
      esac
    done
  done
}

# Replaces the settings file of --conf-file by its uploaded copy
stage_settings() {
  local i
  for i in "${!arguments[@]}"; do
    case ${arguments[i]} in
      --conf-file) stage_settings_at $((i + 1)) "" ;;
      --conf-file=*) stage_settings_at "$i" "--conf-file=" ;;
    esac
  done
}

stage_settings_at() {
  local file=${arguments[$1]-}
  file=${file#"$2"}
  case $file in
    *:/*) return ;;
  esac
  [ -r "$file" ] || fail 2 "cannot read the settings file $file: name one that exists"
  stage "$file" settings.conf
  arguments[$1]=$2$staged
}

# Reads a file of Spark properties: KEY, blanks or =, VALUE
properties_of() {
  local line
  [ -r "$1" ] || fail 2 "cannot read the properties file $1: name one that exists"
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ ^[[:blank:]]*([^#![:blank:]=][^[:blank:]=]*)[[:blank:]]*=?[[:blank:]]*(.*)$ ]]; then
      line=${BASH_REMATCH[1]}=${BASH_REMATCH[2]}
      set_property "${line%"${line##*[![:space:]]}"}"
    fi
  done <"$1"
}

# set_property KEY=VALUE: in place of an earlier value
set_property() {
  local i
  for i in ${properties[@]+"${!properties[@]}"}; do
    if [ "${properties[i]%%=*}" = "${1%%=*}" ]; then
      properties[i]=$1
      return
    fi
  done
  properties+=("$1")
}

# Sorts what stands after `--` into Spark's properties and the vendor's arguments. Without a --properties-file conf/TARGET.conf counts
sort_arguments() {
  local own=() file=$home/conf/$target.conf
  set -- ${spark_arguments[@]+"${spark_arguments[@]}"}
  while [ $# -gt 0 ]; do
    case $1 in
      --conf | -c)
        own+=("${2-}")
        shift
        ;;
      --conf=*) own+=("${1#--conf=}") ;;
      --properties-file)
        file=${2-}
        shift
        ;;
      --properties-file=*) file=${1#--properties-file=} ;;
      *) vendor_arguments+=("$1") ;;
    esac
    [ $# -eq 0 ] || shift
  done
  properties_of "$file"
  local property
  for property in ${own[@]+"${own[@]}"}; do
    set_property "$property"
  done
}

# A JSON string
json() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\t'/\\t}
  printf '"%s"' "${text//$'\n'/\\n}"
}

# A JSON array of strings
json_array() {
  local word list=""
  for word in "$@"; do
    list+=${list:+,}$(json "$word")
  done
  printf '[%s]' "$list"
}

# take NAME: takes an argument of the vendor's out of the others; its value in $taken
take() {
  local rest=() name=$1
  taken=""
  set -- ${vendor_arguments[@]+"${vendor_arguments[@]}"}
  while [ $# -gt 0 ]; do
    case $1 in
      "$name")
        taken=${2-}
        [ $# -lt 2 ] || shift
        ;;
      "$name="*) taken=${1#"$name="} ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  vendor_arguments=(${rest[@]+"${rest[@]}"})
}

# follow WHAT STATE-COMMAND…: waits for the end of a job on a cluster; its state comes from the command every 30 seconds
follow() {
  local what=$1 state last="" misses=0
  shift
  while true; do
    if state=$("$@"); then
      misses=0
    else
      misses=$((misses + 1))
      [ "$misses" -lt 20 ] || fail 1 "cannot ask for the state of $what; it may still run"
    fi
    if [ "$state" != "$last" ]; then
      say "$what: $state"
      last=$state
    fi
    case $state in
      COMPLETED | SUCCESS) exit 0 ;;
      FAILED | CANCELLED | INTERRUPTED) exit 1 ;;
    esac
    sleep 30
  done
}
