#!/bin/sh
# Comes before the own start of RabbitMQ's image: a user for each service, who can take messages from the queues of that service and
# from no others. SERVICE_USERS names them, SERVICE_PASSWORD_<user> has the passwords, SERVICE_TELLS_<user> the services whose queues it makes.
# RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS are the administrator, whom RabbitMQ would not make beside definitions.
set -eu
folder=${BROKER_FOLDER:-/etc/rabbitmq}
messages='(SmartInventory|MassTransit)[.:].*'
users=
rights=
right() { rights="$rights${rights:+,}{\"user\":\"$1\",\"vhost\":\"/\",\"configure\":\"$2\",\"write\":\"$2\",\"read\":\"$3\"}"; }

if [ -n "${RABBITMQ_DEFAULT_USER:-}" ]; then
    users="{\"name\":\"$RABBITMQ_DEFAULT_USER\",\"password\":\"$RABBITMQ_DEFAULT_PASS\",\"tags\":\"administrator\"}"
    right "$RABBITMQ_DEFAULT_USER" '.*' '.*'
fi
for user in $SERVICE_USERS; do
    eval "password=\$SERVICE_PASSWORD_$user tells=\${SERVICE_TELLS_$user:-}"
    users="$users${users:+,}{\"name\":\"$user\",\"password\":\"$password\",\"tags\":\"\"}"
    made=$user
    for told in $tells; do
        [ "$told" = "$user" ] || made="$made|$told"
    done
    right "$user" "^($made)[-_].*\$|^$messages\$" "^$user[-_].*\$|^$messages\$"
done

umask 077
mkdir -p "$folder/conf.d"
printf '{"users":[%s],"vhosts":[{"name":"/"}],"permissions":[%s]}\n' "$users" "$rights" > "$folder/definitions.json"
printf 'load_definitions = %s/definitions.json\n' "$folder" > "$folder/conf.d/20-definitions.conf"
if [ "$(id -u)" = 0 ] && id rabbitmq > /dev/null 2>&1; then
    chown rabbitmq "$folder/definitions.json" "$folder/conf.d/20-definitions.conf"
fi
exec docker-entrypoint.sh rabbitmq-server
