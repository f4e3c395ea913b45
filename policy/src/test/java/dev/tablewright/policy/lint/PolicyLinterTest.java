package dev.tablewright.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tablewright.policy.PolicyDocument;
import dev.tablewright.policy.PolicyKind;
import dev.tablewright.policy.lint.LintContext.AttachedTo;
import dev.tablewright.policy.lint.LintContext.KnownTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Each rule with documents that it reports and documents that it does not. */
class PolicyLinterTest {
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/";

    private static final LintContext CONTEXT =
            LintContext.NONE
                    .on(AttachedTo.ROLE)
                    .ofResource(TABLE + "Tab")
                    .with(
                            List.of(
                                    new KnownTable(TABLE + "Tab", Set.of("Pk", "Sk"), true),
                                    new KnownTable(TABLE + "Plain", Set.of("Pk"), false)));

    /**
     * Rows are statements without their Version. {@code ^} stands for Effect Allow, {@code !} for
     * Effect Deny, {@code D:} for dynamodb:, {@code T/} for the ARN up to the table's name.
     */
    private static String document(String statements) {
        String expanded =
                statements
                        .replace("^", "'Effect':'Allow'")
                        .replace("!", "'Effect':'Deny'")
                        .replace("D:", "dynamodb:")
                        .replace("T/", TABLE)
                        .replace('\'', '"');
        return expanded.startsWith("{\"V")
                ? expanded
                : "{\"Version\":\"2012-10-17\",\"Statement\":[\n  " + expanded + "]}";
    }

    @ParameterizedTest(name = "{0} reports {2}: {1}, because {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
"""
DDB-RES-001 | {^,'Action':'D:GetItem','Resource':'T/X/*'} | 1 | a slash before the star leaves the table out
DDB-RES-001 | {^,'Action':'D:GetItem','Resource':'T/X*'} | 0 | the table's name may go on
DDB-RES-001 | {^,'Action':'D:GetItem','Resource':'T/*X'} | 0 | a star matches the beginning of a name
DDB-RES-001 | {^,'Action':'D:GetItem','Resource':'T/${aws:username}_X'} | 0 | a variable may be any name
DDB-RES-001 | {^,'Action':'D:Query','Resource':'T/X/index/I'} | 0 | indexes can be queried
DDB-RES-001 | {^,'Action':'D:*','Resource':'T/X'} | 0 | some of the actions are on tables
DDB-RES-001 | {^,'Action':'D:*','Resource':'arn:aws:sqs:eu-west-1:123456789012:q'} | 0 | some need no resource
DDB-RES-001 | {^,'Action':'D:Get*','Resource':'arn:aws:sqs:eu-west-1:123456789012:q'} | 0 | GetAbacStatus is on *
DDB-RES-001 | {^,'Action':'D:Put*','Resource':'arn:aws:sqs:eu-west-1:123456789012:q'} | 1 | another service's resource
DDB-RES-001 | {^,'Action':'D:GetItem','Resource':'arn:aws:dynamodb:::table/X'} | 1 | a table has a region and an account
DDB-RES-001 | {!,'Action':'D:GetItem','Resource':'T/X/*'} | 1 | a Deny that denies nothing is worse
DDB-RES-001 | {^,'Action':'iam:PassRole','Resource':'arn:aws:iam::123456789012:role/a/b'} | 0 | roles have paths
DDB-RES-001 | {^,'Action':'iam:PassRole','Resource':'arn:aws:iam::123456789012:user/a'} | 1 | a user is no role
DDB-RES-001 | {^,'Action':'s3:GetObject','Resource':'T/X'} | 0 | not catalogued
DDB-RES-002 | {^,'Action':'D:GetItem','Resource':'T/X/*'} | 1 | no table
DDB-RES-002 | {^,'Action':'D:GetItem','Resource':['T/X','T/X/*']} | 0 | the table is listed
DDB-RES-002 | {^,'Action':'D:GetRecords','Resource':'T/X/*'} | 0 | streams are below the table
DDB-RES-002 | {^,'Action':'D:Query','Resource':'T/X/*'},{^,'Action':'D:GetItem','Resource':'T/X'} | 0 | another statement has the table
DDB-RES-003 | {^,'Action':'D:Query','Resource':'T/X'} | 1 | no index
DDB-RES-003 | {^,'Action':'D:Query','Resource':'T/X/index/*'} | 1 | no table
DDB-RES-003 | {^,'Action':'D:Query','Resource':['T/X','T/X/index/*']} | 0 | both
DDB-RES-003 | {^,'Action':'D:Query','Resource':['T/X','T/X/index/I']} | 0 | one index on purpose
DDB-RES-003 | {^,'Action':'D:Query','Resource':'T/X*'} | 0 | the star takes slashes
DDB-RES-003 | {^,'Action':'D:GetItem','Resource':'T/X'} | 0 | an index has no items to get
DDB-RES-003 | {^,'Action':'D:Query','Resource':'T/Plain'} | 0 | the table is known to have no index
DDB-RES-003 | {^,'Action':'D:Query','Resource':'T/X'},{^,'Action':'D:Query','Resource':'T/X/index/*'} | 0 | in two statements
DDB-RES-004 | {^,'Action':'D:DescribeLimits','Resource':'T/X'} | 1 | checked on *
DDB-RES-004 | {^,'Action':['D:ListTables','D:GetItem'],'Resource':'T/X_*'} | 1 | table/* is not table/X_*
DDB-RES-004 | {^,'Action':'D:ListTables','Resource':'T/*'} | 1 | info: it works
DDB-RES-004 | {^,'Action':'D:ListTables','Resource':'*'} | 0 | as documented
DDB-RES-004 | {^,'Action':'D:List*','Resource':'T/X'} | 0 | some of them are on tables
DDB-RES-005 | {^,'Action':'D:Query','Resource':'T/*'} | 1 | indexes too
DDB-RES-005 | {^,'Action':'D:GetItem','Resource':'T/*'} | 0 | items are on tables only
DDB-RES-005 | {^,'Action':'D:Query','Resource':['T/*','T/*/index/*']} | 0 | said on purpose
DDB-RES-005 | {^,'Action':'D:Query','Resource':'T/X_*'} | 0 | names the tables
DDB-RES-006 | {^,'Action':['D:GetRecords','D:GetItem'],'Resource':['T/X','T/X/index/*']} | 1 | streams have an ARN of their own
DDB-RES-006 | {^,'Action':'D:GetItem','Resource':'T/X/stream/*'} | 1 | items are in the table
DDB-RES-006 | {^,'Action':['D:GetRecords','D:GetItem'],'Resource':['T/X','T/X/stream/*']} | 0 | both
DDB-RES-007 | {^,'Action':'D:RestoreTableToPointInTime','Resource':'T/X'} | 1 | no rights on the target
DDB-RES-007 | {^,'Action':'D:*','Resource':'T/X*'} | 0 | all rights
DDB-RES-007 | {^,'Action':'D:RestoreTableFromBackup','Resource':'T/X/backup/*'},{^,'Action':['D:BatchWriteItem','D:DeleteItem','D:GetItem','D:PutItem','D:Query','D:Scan','D:UpdateItem'],'Resource':'T/Y'} | 0 | all seven
DDB-RES-008 | {^,'Action':'D:CreateTableReplica','Resource':'T/X'} | 1 | one region
DDB-RES-008 | {^,'Action':'D:CreateTableReplica','Resource':'arn:aws:dynamodb:*:123456789012:table/X'} | 0 | every region
DDB-RES-009 | {^,'Action':'D:GetItem','NotResource':'T/X'} | 1 | everything else
DDB-RES-009 | {!,'Action':'D:GetItem','NotResource':'T/X'} | 0 | the usual way to fence off
DDB-ACT-001 | {^,'Action':'D:GetItems','Resource':'T/X'} | 1 | no such action
DDB-ACT-001 | {^,'Action':['D:TransactWriteItems','D:GetItem'],'Resource':'T/X'} | 1 | a call, not an action
DDB-ACT-001 | {^,'Action':['D:Frobnicate','D:GetItem'],'Resource':'T/X'} | 1 | nothing like it
DDB-ACT-001 | {^,'Action':['D:Fetch*','D:GetItem'],'Resource':'T/X'} | 1 | a pattern for nothing
DDB-ACT-001 | {^,'Action':'dynamdb:GetItem','Resource':'T/X'} | 1 | a misspelt service
DDB-ACT-001 | {^,'Action':'d:getitem','Resource':'T/X'} | 0 | another service, and short
DDB-ACT-001 | {^,'Action':'s3:GetObject','Resource':'*'} | 0 | not catalogued
DDB-ACT-002 | {^,'Action':'D:StartAwsBackupJob','Resource':'T/X'} | 1 | AWS Backup's
DDB-ACT-002 | {^,'Action':'iam:PassRole','Resource':'*'} | 0 | everybody knows
DDB-ACT-003 | {^,'Action':'D:GetItem','Resource':'T/X'} | 1 | no SELECT
DDB-ACT-003 | {^,'Action':['D:GetItem','D:PartiQLSelect'],'Resource':'T/X'} | 0 | both
DDB-ACT-003 | {^,'Action':'D:PartiQLInsert','Resource':'T/X'} | 1 | the reverse
DDB-ACT-003 | {!,'Action':'D:UpdateItem','Resource':'T/X'} | 1 | UPDATE gets around
DDB-ACT-003 | {!,'Action':'D:PartiQLUpdate','Resource':'T/X'} | 0 | a usual way to keep PartiQL out
DDB-ACT-004 | {!,'Action':'D:PutItem','Resource':'T/X'} | 1 | BatchWriteItem puts
DDB-ACT-004 | {!,'Action':['D:GetItem','D:Query'],'Resource':'T/X'} | 1 | a batch or a scan reads
DDB-ACT-004 | {!,'Action':['D:PutItem','D:BatchWriteItem'],'Resource':'T/X'} | 0 | both
DDB-ACT-004 | {^,'Action':'D:PutItem','Resource':'T/X'} | 0 | no Deny
DDB-ACT-005 | {^,'Action':['D:GetItem','D:PutResourcePolicy'],'Resource':'T/X'} | 1 | grants itself the rest
DDB-ACT-005 | {^,'Action':['D:Put*'],'Resource':'T/X'} | 1 | by a pattern
DDB-ACT-005 | {^,'Action':'D:*','Resource':'T/X'} | 0 | has everything already
DDB-ACT-005 | {^,'Action':'D:PutResourcePolicy','Resource':'T/X'} | 0 | kept apart
DDB-ACT-006 | {^,'NotAction':'D:DeleteTable','Resource':'T/X'} | 1 | everything else
DDB-ACT-006 | {!,'NotAction':'D:GetItem','Resource':'T/X'} | 0 | a Deny
DDB-VAR-001 | {'Version':'2008-10-17','Statement':{^,'Action':'D:GetItem','Resource':'T/${aws:username}'}} | 1 | literal text
DDB-VAR-001 | {^,'Action':'D:GetItem','Resource':'T/${aws:username}'} | 0 | the version knows variables
DDB-VAR-002 | {^,'Action':'D:GetItem','Resource':'T/${aws:username}_X'} | 1 | a role has none
DDB-VAR-002 | {^,'Action':'D:GetItem','Resource':'T/${aws:PrincipalTag/team}_X'} | 0 | roles have tags
DDB-VAR-003 | {^,'Action':'D:GetItem','Resource':'T/${aws:username}_*'} | 1 | Alice and Alice_B
DDB-VAR-003 | {^,'Action':'D:GetItem','Resource':'T/${aws:PrincipalTag/team}-prod-*'} | 1 | tags as well
DDB-VAR-003 | {^,'Action':'D:Query','Resource':'T/${aws:username}_X/index/*'} | 0 | a slash ends the name
DDB-VAR-003 | {^,'Action':'D:GetItem','Resource':'T/${aws:username}_X'} | 0 | an exact name
DDB-VAR-004 | {^,'Action':'D:GetItem','Resource':'arn:aws:dynamodb:${aws:RequestedRegion}:123456789012:table/X'} | 1 | before the fifth colon
DDB-VAR-004 | {^,'Action':'D:GetItem','Resource':'T/${aws:PrincipalOrgPaths}'} | 1 | several values
DDB-VAR-004 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'aws:PrincipalTag/a':'${aws:username}'}}} | 0 | text
DDB-VAR-005 | {^,'Action':'D:GetItem','NotResource':'T/${aws:username}_X'} | 1 | everything without a name
DDB-VAR-005 | {!,'Action':'D:GetItem','NotResource':'T/${aws:username}_X'} | 1 | info: denies without a name
DDB-VAR-005 | {!,'Action':'D:GetItem','NotResource':'T/${aws:username, 'nobody'}_X'} | 0 | has a default
DDB-VAR-005 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringNotEquals':{'aws:PrincipalTag/a':'${aws:username}'}}} | 1 | a negated operator
DDB-CON-001 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'D:LeadingKeys':'a'}}} | 1 | several keys
DDB-CON-001 | {!,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'D:Attributes':'a'}}} | 1 | several attributes
DDB-CON-001 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAllValues:StringEquals':{'D:LeadingKeys':'a'}}} | 0 | has a set operator
DDB-CON-002 | {^,'Action':['D:GetItem','D:Scan'],'Resource':'T/X','Condition':{'ForAllValues:StringEquals':{'D:LeadingKeys':'a'}}} | 1 | a scan has no key
DDB-CON-002 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAllValues:StringEquals':{'D:LeadingKeys':'a'},'Null':{'D:LeadingKeys':'false'}}} | 0 | must be there
DDB-CON-002 | {!,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAllValues:StringEquals':{'D:LeadingKeys':'a'}}} | 0 | a Deny
DDB-CON-003 | {^,'Action':['D:GetItem','D:UpdateItem'],'Resource':'T/X','Condition':{'ForAllValues:StringEquals':{'D:Attributes':['a']}}} | 1 | reads all
DDB-CON-003 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAllValues:StringEquals':{'D:Attributes':['a']},'StringEquals':{'D:Select':'SPECIFIC_ATTRIBUTES'}}} | 0 | limited
DDB-CON-004 | {^,'Action':'D:GetItem','Resource':'T/Tab','Condition':{'ForAllValues:StringEquals':{'D:Attributes':['a','Pk']}}} | 1 | Sk is a key
DDB-CON-004 | {^,'Action':'D:GetItem','Resource':'T/Tab','Condition':{'ForAllValues:StringEquals':{'D:Attributes':['a','Pk','Sk']}}} | 0 | both keys
DDB-CON-004 | {^,'Action':'D:GetItem','Resource':'T/Other','Condition':{'ForAllValues:StringEquals':{'D:Attributes':['a']}}} | 0 | schema not known
DDB-CON-005 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'D:ResourceTag/team':'a'}}} | 1 | aws:ResourceTag
DDB-CON-005 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'aws:PrincipalArm':'a'}}} | 1 | misspelt
DDB-CON-005 | {^,'Action':['D:ListTables','D:GetItem'],'Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/team':'a'}}} | 1 | a listing has no tags
DDB-CON-005 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'aws:ResourceTag/team':'a'}}} | 0 | tables have tags
DDB-CON-005 | {^,'Action':'D:PutItem','Resource':'T/X','Condition':{'StringEqualsIfExists':{'D:Select':'COUNT'}}} | 0 | does not ask for it
DDB-CON-005 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAnyValue:StringEquals':{'D:FirstPartitionKeyValues':'a'}}} | 0 | another name of LeadingKeys
DDB-CON-005 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'kms:ViaService':'a'}}} | 0 | not catalogued
DDB-CON-006 | {!,'Action':'D:*','Resource':'*','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'false'}}} | 1 | absent with long-term keys
DDB-CON-006 | {!,'Action':'D:*','Resource':'*','Condition':{'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}}} | 0 | IfExists
DDB-CON-006 | {!,'Action':'D:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}} | 0 | always there
DDB-CON-006 | {!,'Action':'D:*','Resource':'*','Condition':{'StringNotEquals':{'aws:PrincipalOrgID':'o-a'}}} | 0 | negated: holds when absent
DDB-CON-007 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'aws:PrincipalTag/a':'b*'}}} | 1 | an ordinary star
DDB-CON-007 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringLike':{'aws:PrincipalTag/a':'b*'}}} | 0 | a wildcard
DDB-CON-007 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'StringEquals':{'aws:PrincipalTag/a':'b${*}'}}} | 0 | meant as a star
DDB-CON-008 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAnyValue:StringEquals':{'aws:PrincipalTag/a':'b'}}} | 1 | one value
DDB-CON-008 | {^,'Action':'D:GetItem','Resource':'T/X','Condition':{'ForAnyValue:StringEquals':{'D:LeadingKeys':'b'}}} | 0 | several values
DDB-CON-009 | {!,'Action':'D:*','Resource':'*','Condition':{'StringLike':{'aws:SourceIp':'10.*'}}} | 1 | an address
DDB-CON-009 | {^,'Action':'D:*','Resource':'*','Condition':{'StringEquals':{'aws:MultiFactorAuthPresent':'true'}}} | 1 | a truth value
DDB-CON-009 | {^,'Action':'D:*','Resource':'*','Condition':{'StringLike':{'aws:PrincipalArn':'arn:*'}}} | 0 | usable
DDB-CON-010 | {^,'Action':'D:Query','Resource':'*','Condition':{'StringEquals':{'D:Select':'Specific_Attributes'}}} | 1 | letter by letter
DDB-CON-010 | {^,'Action':'D:Query','Resource':'*','Condition':{'StringEquals':{'D:Select':'COUNT'}}} | 0 | one of four
DDB-RBP-001 | {^,'Principal':'*','Action':'D:GetItem','Resource':'T/Tab'} | 1 | everyone
DDB-RBP-001 | {^,'Principal':'*','Action':'D:GetItem','Resource':'T/Tab','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}} | 0 | the organization
DDB-RBP-001 | {!,'Principal':'*','Action':'D:GetItem','Resource':'T/Tab'} | 0 | a Deny
DDB-RBP-002 | {^,'Principal':{'AWS':'999999999999'},'Action':['D:ListTables','D:GetItem'],'Resource':'T/Tab'} | 1 | not of a table
DDB-RBP-002 | {^,'Principal':{'AWS':'999999999999'},'Action':['D:GetRecords','D:GetItem'],'Resource':'T/Tab'} | 1 | of the stream
DDB-RBP-002 | {^,'Principal':{'AWS':'999999999999'},'Action':'D:*','Resource':'T/Tab'} | 0 | some can
DDB-RBP-003 | {^,'Principal':{'AWS':'999999999999'},'Action':'D:GetItem','Resource':'T/Other'} | 1 | another table
DDB-RBP-003 | {^,'Principal':{'AWS':'999999999999'},'Action':'D:GetItem','Resource':['T/Tab','T/Tab/index/*']} | 0 | the table
DDB-RBP-004 | {^,'Principal':{'AWS':'123456789012'},'Action':'D:GetItem','Resource':'T/Tab'} | 1 | its own account
DDB-RBP-004 | {^,'Principal':{'AWS':'arn:aws:iam::999999999999:root'},'Action':'D:GetItem','Resource':'T/Tab'} | 0 | another one
DDB-RBP-005 | {^,'Principal':{'AWS':'arn:aws:iam::999999999999:root'},'Action':['D:PartiQLSelect','D:GetItem'],'Resource':'T/Tab'} | 1 | stays in the account
DDB-RBP-005 | {^,'Principal':{'AWS':'arn:aws:iam::123456789012:role/r'},'Action':'D:PartiQLSelect','Resource':'T/Tab'} | 0 | same account
DDB-RBP-006 | {!,'Principal':'*','Action':'D:*','Resource':'T/Tab'} | 1 | nobody can undo it
DDB-RBP-006 | {!,'Principal':'*','NotAction':'D:GetItem','Resource':'T/Tab'} | 1 | nobody can undo it
DDB-RBP-006 | {!,'Principal':'*','Action':'D:*','Resource':'T/Tab','Condition':{'ArnNotEquals':{'aws:PrincipalArn':'arn:aws:iam::123456789012:role/r'}}} | 0 | spares a role
DDB-RBP-007 | {^,'Principal':{'AWS':'arn:aws:iam::123456789012:role/r'},'Action':['D:*','D:GetItem'],'Resource':'T/Tab'} | 1 | everything
DDB-RBP-007 | {^,'Principal':{'AWS':'arn:aws:iam::123456789012:role/r'},'Action':'D:Get*','Resource':'T/Tab'} | 1 | and what will be added
DDB-RBP-007 | {!,'Principal':'*','Action':'D:Delete*','Resource':'T/Tab','Condition':{'Bool':{'aws:SecureTransport':'false'}}} | 0 | a Deny
DDB-RBP-007 | {^,'Principal':{'AWS':'arn:aws:iam::123456789012:role/r'},'Action':'D:GetItem','Resource':'T/Tab'} | 0 | named
DDB-RBP-008 | {^,'Principal':{'AWS':['999999999999','arn:aws:iam::123456789012:role/r']},'Action':'D:GetItem','Resource':'T/Tab'} | 1 | one of the two
DDB-RBP-008 | {^,'Principal':{'AWS':'arn:aws:iam::123456789012:role/r'},'Action':'D:GetItem','Resource':'T/Tab'} | 0 | its own
DDB-RBP-008 | {!,'Principal':{'AWS':'999999999999'},'Action':'D:GetItem','Resource':'T/Tab'} | 0 | a Deny
DDB-TRU-001 | {^,'Principal':'*','Action':'sts:AssumeRole'} | 1 | everyone
DDB-TRU-001 | {^,'Principal':{'AWS':'123456789012'},'Action':'sts:AssumeRole'} | 0 | an account
DDB-TRU-002 | {^,'Principal':{'Federated':'arn:aws:iam::123456789012:oidc-provider/x.io/id'},'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':{'x.io/id:aud':'sts.amazonaws.com'}}} | 1 | every pod
DDB-TRU-002 | {^,'Principal':{'Federated':'arn:aws:iam::123456789012:oidc-provider/x.io/id'},'Action':'sts:AssumeRoleWithWebIdentity','Condition':{'StringEquals':{'x.io/id:sub':'system:serviceaccount:a:b'}}} | 0 | one account
DDB-PRV-001 | {^,'Action':['D:DescribeTable','iam:ListAttachedRolePolicies'],'Resource':'*'} | 1 | cannot read the rest
DDB-PRV-001 | {^,'Action':['D:Describe*','D:List*','iam:Get*','iam:List*'],'Resource':'*'} | 0 | reads all
DDB-PRV-001 | {^,'Action':'*','Resource':'*'} | 0 | an administrator
DDB-PRV-002 | {^,'Action':['D:*','iam:AttachRolePolicy'],'Resource':'*'} | 1 | cannot make policies
DDB-PRV-002 | {^,'Action':['D:Describe*','D:List*','iam:Get*','iam:List*'],'Resource':'*'} | 0 | observes only
DDB-PRV-003 | {^,'Action':['D:*','iam:AttachRolePolicy'],'Resource':'*'} | 1 | to every role
DDB-PRV-003 | {^,'Action':['D:*','iam:*'],'Resource':'*','Condition':{'StringEquals':{'iam:ResourceTag/managed-by':'idp'}}} | 0 | the platform's roles
DDB-DOC-002 | {'Version':'2008-10-17','Statement':{^,'Action':'D:GetItem','Resource':'T/X'}} | 1 | the old one
DDB-DOC-002 | {^,'Action':'D:GetItem','Resource':'T/X'} | 0 | the new one
DDB-DOC-003 | {^,'Action':['D:Get*','D:GetItem','D:getitem'],'Resource':'T/X'} | 1 | two of three
DDB-DOC-003 | {^,'Action':['D:GetItem','D:PutItem'],'Resource':'T/X'} | 0 | different ones
DDB-DOC-004 | {^,'Action':'D:GetItem','Resource':['T/X*','T/Xy','T/X*']} | 1 | two of three
DDB-DOC-004 | {^,'Action':'D:Query','Resource':['T/X*','T/X*/index/*']} | 0 | said on purpose
DDB-NAM-001 | {'Sid':'FullAccess',^,'Action':'D:GetItem','Resource':'T/X'} | 1 | one action
DDB-NAM-001 | {'Sid':'FullAccess',^,'Action':'D:*','Resource':'T/X'} | 0 | all of them
DDB-NAM-001 | {'Sid':'AllowReads',^,'Action':'D:GetItem','Resource':'T/X'} | 0 | another word
DDB-BND-001 | {^,'Action':'D:GetItem','Resource':'T/X'} | 1 | nothing holds it
DDB-BND-001 | {^,'Action':'D:GetItem','Resource':'*'} | 0 | separates nothing
DDB-BND-001 | {^,'Action':'D:GetItem','Resource':'T/X'},{!,'Action':'D:*','NotResource':'T/X*'} | 0 | a Deny does
""")
    void reports(String rule, String statements, int times, String reason) {
        String text = document(statements);
        List<Finding> findings = findings(rule, text);

        assertThat(findings).as("%s: %s", reason, text).hasSize(times);
        for (Finding finding : findings) {
            correctionHolds(finding, text);
        }
    }

    /** What is corrected parses, and the rule that asked for it is content. */
    private static void correctionHolds(Finding finding, String text) {
        Correction correction = finding.correction();
        if (correction == null) {
            assertThat(finding.ruleId())
                    .as("only the author of %s can know what is right", text)
                    .matches("DDB-(RES-001|ACT-002|VAR-004|CON-009|RBP-00[478]|TRU-00.)");
            return;
        }
        String corrected = correction.applyTo(text);
        PolicyKind kind = PolicyLinter.kindOf(corrected);
        PolicyDocument.parse(corrected, kind == PolicyKind.MANAGED ? PolicyKind.INLINE : kind);
        assertThat(findings(finding.ruleId(), corrected))
                .as("%s after its correction: %s", finding.ruleId(), corrected)
                .isEmpty();
    }

    private static List<Finding> findings(String rule, String text) {
        return PolicyLinter.lint(text, CONTEXT).stream()
                .filter(finding -> finding.ruleId().equals(rule))
                .toList();
    }

    @Test
    void everyRuleHasRowsAndAnIdOfItsOwn() throws NoSuchMethodException {
        String rows =
                PolicyLinterTest.class
                        .getDeclaredMethod(
                                "reports", String.class, String.class, int.class, String.class)
                        .getAnnotation(CsvSource.class)
                        .textBlock();
        List<String> ids = PolicyLinter.rules().stream().map(RuleInfo::id).toList();
        Set<String> elsewhere = Set.of("DDB-DOC-001", "DDB-SIZ-001", "DDB-SIZ-002");

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids)
                .filteredOn(id -> !elsewhere.contains(id))
                .allMatch(id -> rows.contains(id + " |"));
    }

    @Test
    void reportsWhatDoesNotParse() {
        assertThat(PolicyLinter.lint("{\n  \"Version\": }", LintContext.NONE))
                .extracting(f -> f.ruleId() + " " + f.severity() + " " + f.position())
                .containsExactly("DDB-DOC-001 ERROR line 2, column 14");
    }

    @Test
    void reportsSizes() {
        String[] tables = new String[80];
        Arrays.setAll(tables, i -> "\"" + TABLE + "a-table-with-a-long-name-" + i + "\"");
        String list = String.join(",", tables);
        String large = document("{^,'Action':'D:DescribeTable','Resource':[");

        assertThat(findings("DDB-SIZ-001", large.replace("]}", list + "]}]}")))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void tellsTheKindByItsContent() {
        assertThat(PolicyLinter.kindOf(document("{^,'Action':'D:GetItem','Resource':'T/X'}")))
                .isEqualTo(PolicyKind.MANAGED);
        assertThat(PolicyLinter.kindOf(document("{^,'Principal':'*','Action':'sts:AssumeRole'}")))
                .isEqualTo(PolicyKind.TRUST);
        assertThat(
                        PolicyLinter.kindOf(
                                document(
                                        "{^,'Principal':'*','Action':'D:GetItem','Resource':'*'}")))
                .isEqualTo(PolicyKind.RESOURCE);
    }
}
