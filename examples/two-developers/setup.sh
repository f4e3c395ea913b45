#!/usr/bin/env bash
# Puts the policies of AWS's page "IAM policy to separate DynamoDB environments in the same AWS account" into a running
# server, word for word, so that "tablewright prove" can show what they really allow:
#
#   ./tablewright up -f examples/koa-dev/values.yaml --namespace koa-dev --in-memory --detach
#   examples/two-developers/setup.sh
#   ./tablewright prove --environments examples/two-developers/environments.yaml --region us-west-2
#
# Alice has the policy of her own, and with Alice_B the group policy with the wider resource; Amit has the group policy.
# DATA_DIR names another data directory than .tablewright.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
eval "$("$here/../../tablewright" env --user tablewright-admin --data-dir "${DATA_DIR:-.tablewright}" --region us-west-2)"

table() { # NAME
    aws dynamodb create-table --table-name "$1" --billing-mode PAY_PER_REQUEST --output text --query TableDescription.TableArn \
        --attribute-definitions AttributeName=Id,AttributeType=N AttributeName=Category,AttributeType=S \
        --key-schema AttributeName=Id,KeyType=HASH \
        --global-secondary-indexes 'IndexName=ByCategory,KeySchema=[{AttributeName=Category,KeyType=HASH}],Projection={ProjectionType=ALL}'
}

policy() { # NAME FILE
    aws iam create-policy --policy-name "$1" --policy-document "file://$here/$2" --output text --query Policy.Arn
}

for user in Alice Amit Alice_B; do
    aws iam create-user --user-name "$user" --output text --query User.Arn
    table "${user}_ProductCatalog"
done

aws iam attach-user-policy --user-name Alice --policy-arn "$(policy AliceOnly alice.json)"

aws iam create-group --group-name developers --output text --query Group.Arn
aws iam attach-group-policy --group-name developers --policy-arn "$(policy Developers group.json)"
aws iam add-user-to-group --group-name developers --user-name Amit

aws iam create-group --group-name developers-prefix --output text --query Group.Arn
aws iam attach-group-policy --group-name developers-prefix --policy-arn "$(policy DevelopersPrefix group-prefix.json)"
aws iam add-user-to-group --group-name developers-prefix --user-name Alice
aws iam add-user-to-group --group-name developers-prefix --user-name Alice_B
