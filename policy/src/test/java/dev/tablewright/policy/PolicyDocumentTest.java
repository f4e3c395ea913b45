package dev.tablewright.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.tablewright.policy.json.Position;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What IAM refuses, in its words. The rows for identity policies follow the answers of AWS that
 * moto's tests record; single quotes stand for double ones.
 */
class PolicyDocumentTest {
    private static final String LEGACY = "The policy failed legacy parsing";

    private static PolicyDocument parse(String singleQuoted, PolicyKind kind) {
        return PolicyDocument.parse(singleQuoted.replace('\'', '"'), kind);
    }

    private static String statement(String members) {
        return "{'Version':'2012-10-17','Statement':{" + members + "}}";
    }

    private static void refuses(String document, PolicyKind kind, String message, String reason) {
        assertThatExceptionOfType(PolicySyntaxException.class)
                .as(reason)
                .isThrownBy(() -> parse(document, kind))
                .withMessage(message);
    }

    @ParameterizedTest(name = "{0}, because {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    This is not a json document | no JSON
                    [] | no object
                    {} | no statement
                    {'Version':'2012-10-17','Statement':[]} | no statement
                    {'Version':'2012-10-17','Statement':'x'} | a statement is an object
                    {'Version':'2012-10-17','Statement':[['x']]} | a statement is an object
                    {'Version':'2012-10-17','Statement':{}} | no effect
                    {'Version':'2013-10-17','Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}} | no such version
                    {'Version':['2012-10-17'],'Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}} | no text
                    {'Version':'2012-10-17','Id':[],'Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}} | no text
                    {'Version':'2012-10-17','Extra':'x','Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}} | unknown field
                    {'Version':'2012-10-17','version':'x','Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}} | fields know case
                    {'Version':'2012-10-17','Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}} | one key twice
                    {'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'},} | a trailing comma
                    {'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:L','Resource':'*'},]} | a trailing comma
                    """)
    void syntaxOfTheDocument(String document, String reason) {
        refuses(document, PolicyKind.MANAGED, "Syntax errors in policy.", reason);
    }

    @ParameterizedTest(name = "{0}, because {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Extra':'x' | unknown field
                    'effect':'Allow','Action':'s3:L','Resource':'*' | fields know case
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Id':'x' | a field of documents only
                    'Action':'s3:L','Resource':'*' | no effect
                    'Effect':'Permit','Action':'s3:L','Resource':'*' | no such effect
                    'Effect':['Allow'],'Action':'s3:L','Resource':'*' | no text
                    'Effect':true,'Action':'s3:L','Resource':'*' | no text
                    'Effect':'Allow','Action':'s3:L','NotAction':'s3:L','Resource':'*' | both
                    'Effect':'Allow','Action':'s3:L','Resource':'*','NotResource':'*' | both
                    'Effect':'Allow','Action':{},'Resource':'*' | no list
                    'Effect':'Allow','Action':1,'Resource':'*' | no text
                    'Effect':'Allow','Action':['s3:L',1],'Resource':'*' | no text in the list
                    'Effect':'Allow','Action':'s3:L','Resource':true | no text
                    'Effect':'Allow','Action':'s3:L','Resource':[['*']] | a list in the list
                    'Effect':'Allow','NotAction':null,'Resource':'*' | null
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Sid':1 | no text
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':[] | no object
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':'a' | no object
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'StringEquals':'a'} | no object
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'StringEquals':{'a':{}}} | no value
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'StringEquals':{'a':null}} | no value
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'StringEquals':{'a':['x',['y']]}} | no value
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'x':{'a':'1'}} | no such operator
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'stringequals':{'a':'1'}} | operators know case
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'NullIfExists':{'a':'true'}} | Null has no IfExists
                    """)
    void syntaxOfAStatement(String members, String reason) {
        for (PolicyKind kind : new PolicyKind[] {PolicyKind.MANAGED, PolicyKind.INLINE}) {
            refuses(statement(members), kind, "Syntax errors in policy.", reason);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'Effect':'allow','Action':'s3:L','Resource':'*' | The policy failed legacy parsing
                    'Effect':'DENY','Action':'s3:L','Resource':'*' | The policy failed legacy parsing
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'DateGreaterThan':{'a':'01T'}} | The policy failed legacy parsing
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'NumericEquals':{'a':['1','x']}} | The policy failed legacy parsing
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:s3::example_bucket' | The policy failed legacy parsing
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:::::x' | The policy failed legacy parsing
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Sid':'a b' | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*
                    'Effect':'Allow','Resource':'*' | Policy statement must contain actions.
                    'Effect':'Allow','Action':[],'Resource':'*' | Policy statement must contain actions.
                    'Effect':'Allow','NotAction':[],'Resource':'*' | Policy statement must contain actions.
                    'Effect':'Allow' | Policy statement must contain actions.
                    'Effect':'Allow','Action':'s3:L' | Policy statement must contain resources.
                    'Effect':'Allow','Action':'s3:L','Resource':[] | Policy statement must contain resources.
                    'Effect':'Allow','Action':'s3:L','NotResource':[] | Policy statement must contain resources.
                    'Effect':'Allow','Action':'invalid' | Policy statement must contain resources.
                    'Effect':'Allow','Action':'s3:L','Resource':'*','Principal':'*' | Policy document should not specify a principal.
                    'Effect':'Allow','Action':'s3:L','Resource':'*','NotPrincipal':{'AWS':'x'} | Policy document should not specify a principal.
                    'Effect':'Allow','Action':'s3','Resource':'*' | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
                    'Effect':'Allow','Action':'','Resource':'*' | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
                    'Effect':'Allow','NotAction':'**','Resource':'*' | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
                    'Effect':'Allow','Action':'s3:s3:L','Resource':'*' | Actions/Condition can contain only one colon.
                    'Effect':'Allow','Action':['s3:L','a:s3:L'],'Resource':'*' | Actions/Condition can contain only one colon.
                    'Effect':'Allow','Action':'a a:L','Resource':'*' | Vendor a a is not valid
                    'Effect':'Allow','Action':'dynamo*:L','Resource':'*' | Vendor dynamo* is not valid
                    'Effect':'Allow','Action':'*:L','Resource':'*' | Vendor * is not valid
                    'Effect':'Allow','Action':'s3:L','Resource':'invalid' | Resource invalid must be in ARN format or "*".
                    'Effect':'Allow','Action':'s3:L','Resource':'' | Resource  must be in ARN format or "*".
                    'Effect':'Allow','Action':'s3:L','Resource':'**' | Resource ** must be in ARN format or "*".
                    'Effect':'Allow','Action':'s3:L','Resource':['sdf','adf'] | Resource adf must be in ARN format or "*".
                    'Effect':'Allow','Action':'s3:L','NotResource':'table/T' | Resource table/T must be in ARN format or "*".
                    'Effect':'Allow','Action':'s3:L','Resource':'xrn:aws:s3:::b' | Resource xrn:aws:s3:::b must be in ARN format or "*".
                    'Effect':'Allow','Action':'s3:L','Resource':'a:b' | Partition "b" is not valid for resource "arn:b:*:*:*:*".
                    'Effect':'Allow','Action':'s3:L','Resource':'a:b:c' | Partition "b" is not valid for resource "arn:b:c:*:*:*".
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:error:s3:::bucket' | Partition "error" is not valid for resource "arn:error:s3:::bucket".
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:error:s3::bucket' | Partition "error" is not valid for resource "arn:error:s3::bucket:*".
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:error:s3:::a:b' | Partition "error" is not valid for resource "arn:error:s3:::a:b".
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aw*:s3:::b' | Partition "aw*" is not valid for resource "arn:aw*:s3:::b".
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws' | Resource vendor must be fully qualified and cannot contain regexes.
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:*' | Resource vendor must be fully qualified and cannot contain regexes.
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:dynamo*:::x' | Resource vendor must be fully qualified and cannot contain regexes.
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:s3:eu-west-1::x' | Resource arn:aws:s3:eu-west-1::x can not contain region information.
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:iam:eu-west-1:123456789012:user/x' | IAM resource arn:aws:iam:eu-west-1:123456789012:user/x cannot contain region information.
                    'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:iam::123456789012:x' | IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.
                    """)
    void rulesOfIdentityPolicies(String members, String message) {
        for (PolicyKind kind :
                new PolicyKind[] {PolicyKind.MANAGED, PolicyKind.INLINE, PolicyKind.SESSION}) {
            refuses(statement(members), kind, message, kind.name());
        }
    }

    /** Each document breaks the rule of its row and the one after; IAM names the first only. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'Statement':{'Effect':'Permit','Action':'s3:L','Resource':'*'}} | Syntax errors in policy.
                    {'Statement':{'Effect':'allow','Action':'s3:L','Resource':'*'}} | Policy document must be version 2012-10-17 or greater.
                    {'Version':'2012-10-17','Statement':[{'Effect':'allow','Sid':'a','Action':'s3:L','Resource':'*'},{'Effect':'Allow','Sid':'a','Action':'s3:L','Resource':'*'}]} | The policy failed legacy parsing
                    {'Version':'2012-10-17','Statement':[{'Effect':'Allow','Sid':'a'},{'Effect':'Allow','Sid':'a'}]} | Statement IDs (SID) in a single policy must be unique.
                    {'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':'*'}} | Policy statement must contain actions.
                    {'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:L','Principal':'*'}} | Policy statement must contain resources.
                    {'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3','Resource':'x','Principal':'*'}} | Policy document should not specify a principal.
                    {'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3','Resource':'x'}} | Resource x must be in ARN format or "*".
                    """)
    void rulesAreCheckedInOrder(String document, String message) {
        refuses(document, PolicyKind.MANAGED, message, "order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Effect':'Allow','Action':'*','Resource':'*'",
                "'Effect':'Allow','Action':'*:*','Resource':'*'",
                "'Effect':'Deny','NotAction':'iam:?et*','NotResource':['*']",
                "'Effect':'Allow','Action':'nosuchservice:NoSuchAction','Resource':'*'",
                "'Sid':'','Effect':'Allow','Action':['s3:L'],'Resource':'arn:aws:s3:::b/*'",
                "'Sid':'AZaz09','Effect':'Allow','Action':'s3:L','Resource':'arn:*:s3:::b'",
                "'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:iam::123456789012:*'",
                "'Effect':'Allow','Action':'s3:L','Resource':'arn:aws-cn:iam::123456789012:role/x'",
                "'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:s3:eu-west-1:1:accesspoint/a'",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'nonsense':{}}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'StringEquals':{}}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'StringEquals':{'a':[]}}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'Bool':{'a':true}}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'NumericEquals':{'a':[1,2.5]}}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'DateLessThan':{'a':1767323045}}",
                "'Effect':'Allow','Action':'s3:L','Resource':'*','Condition':{'ForAllValues:StringLikeIfExists':{'no:such-key':'x'}}"
            })
    void takes(String members) {
        for (PolicyKind kind :
                new PolicyKind[] {PolicyKind.MANAGED, PolicyKind.INLINE, PolicyKind.SESSION}) {
            assertThatNoException()
                    .as(kind.name())
                    .isThrownBy(() -> parse(statement(members), kind));
        }
    }

    @Test
    void onlyManagedPoliciesNeedTheNewVersion() {
        String body = "'Statement':{'Effect':'Allow','Action':'s3:L','Resource':'*'}}";
        for (String version : new String[] {"{", "{'Version':'2008-10-17',"}) {
            refuses(
                    version + body,
                    PolicyKind.MANAGED,
                    "Policy document must be version 2012-10-17 or greater.",
                    "managed");
            assertThat(parse(version + body, PolicyKind.INLINE).version()).isEqualTo("2008-10-17");
            assertThat(parse(version + body, PolicyKind.SESSION).version()).isEqualTo("2008-10-17");
        }
    }

    @Test
    void shortArnsAreTakenInIdentityPoliciesOnly() {
        String members = "'Effect':'Allow','Action':'s3:L','Resource':'arn:aws:dynamodb:us-west-2'";
        assertThatNoException().isThrownBy(() -> parse(statement(members), PolicyKind.MANAGED));
        refuses(
                statement(members),
                PolicyKind.SESSION,
                "Resource arn:aws:dynamodb:us-west-2 must be in ARN format or \"*\".",
                "incomplete");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nothing | This policy contains invalid Json
                    {'Version':'2012-10-17'} | Missing required field Statement
                    {'Version':'2012-10-17','Extra':1,'Statement':[]} | Unknown field Extra
                    {'Statement':{'Action':'sts:AssumeRole','Principal':'*'}} | Missing required field Effect
                    {'Statement':{'Effect':'Allow','Principal':'*'}} | Missing required field Action
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole'}} | Missing required field Principal
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*','Extra':1}} | Unknown field Extra
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*','Resource':'*'}} | Has prohibited field Resource
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*','NotResource':'*'}} | Has prohibited field NotResource
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','NotPrincipal':'*'}} | Has prohibited field NotPrincipal
                    {'Statement':{'Effect':'Allow','Action':'s3:GetObject','Principal':'*'}} | AssumeRole policy may only specify STS AssumeRole actions.
                    {'Statement':{'Effect':'Allow','Action':'*','Principal':'*'}} | AssumeRole policy may only specify STS AssumeRole actions.
                    {'Statement':{'Effect':'Allow','NotAction':'sts:AssumeRole','Principal':'*'}} | AssumeRole policy may only specify STS AssumeRole actions.
                    {'Statement':{'Effect':'Allow','Action':'sts:Nothing','Principal':'*'}} | Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':'x'}} | Syntax errors in policy.
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{}}} | Syntax errors in policy.
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':[]}}} | Syntax errors in policy.
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Aws':'*'}}} | Syntax errors in policy.
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'x'}}} | Invalid principal in policy: "AWS":"x"
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'arn:aws:iam::*:root'}}} | Invalid principal in policy: "AWS":"arn:aws:iam::*:root"
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':['123456789012','arn:aws:iam::123456789012:user/*']}}} | Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/*"
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'arn:aws:iam::123456789012:group/g'}}} | Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:group/g"
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'12345678901'}}} | Invalid principal in policy: "AWS":"12345678901"
                    {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'*'}}} | Invalid principal in policy: "Service":"*"
                    """)
    void rulesOfTrustPolicies(String document, String message) {
        refuses(document, PolicyKind.TRUST, message, "trust policy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Action':'sts:AssumeRole','Principal':'*'",
                "'Action':['sts:AssumeRole','sts:TagSession'],'Principal':{'AWS':'*'}",
                "'Action':'sts:assumerole','Principal':{'AWS':'123456789012'}",
                "'Action':'sts:AssumeRole*','Principal':{'AWS':'arn:aws:iam::123456789012:root'}",
                "'Action':'sts:AssumeRole','Principal':{'AWS':['arn:aws:iam::123456789012:user/a/b','arn:aws:iam::123456789012:role/r']}",
                "'Action':'sts:AssumeRole','Principal':{'AWS':'arn:aws:sts::123456789012:assumed-role/r/s'}",
                "'Action':'sts:AssumeRole','Principal':{'AWS':'arn:aws:sts::123456789012:federated-user/f'}",
                "'Action':'sts:AssumeRole','Principal':{'AWS':'AROAEXAMPLEEXAMPLE123'}",
                "'Action':'sts:AssumeRole','Principal':{'Service':'backup.amazonaws.com'}",
                "'Action':'sts:AssumeRoleWithWebIdentity','Principal':{'Federated':'arn:aws:iam::123456789012:oidc-provider/x'}"
            })
    void trustPolicyTakes(String members) {
        String document = "{'Statement':[{'Sid':'a1','Effect':'Allow'," + members + "}]}";
        assertThat(parse(document, PolicyKind.TRUST).principals()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'*' | Missing required field Principal
                    'Effect':'Allow','Action':'dynamodb:GetItem','Principal':'*' | Missing required field Resource
                    'Effect':'Allow','Resource':'*','Principal':'*' | Missing required field Action
                    'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'*','Principal':'*','NotPrincipal':'*' | Syntax errors in policy.
                    'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'T','Principal':'*' | Resource T must be in ARN format or "*".
                    'Effect':'Allow','Action':'dynamodb:GetItem','Resource':'*','Principal':{'AWS':'bob'} | Invalid principal in policy: "AWS":"bob"
                    """)
    void rulesOfResourcePolicies(String members, String message) {
        refuses(statement(members), PolicyKind.RESOURCE, message, "resource policy");
    }

    @Test
    void sidsOfResourcePoliciesMayHoldBlanks() {
        String members =
                "'Sid':'for"
                        + " everyone','Effect':'Allow','Action':'dynamodb:*','Resource':'*','Principal':'*'";
        assertThat(parse(statement(members), PolicyKind.RESOURCE).statements()).hasSize(1);
    }

    @Test
    void emptySidsMayRepeat() {
        String one = "{'Sid':'','Effect':'Allow','Action':'s3:L','Resource':'*'}";
        assertThat(
                        parse(
                                        "{'Version':'2012-10-17','Statement':["
                                                + one
                                                + ","
                                                + one
                                                + "]}",
                                        PolicyKind.MANAGED)
                                .statements())
                .hasSize(2);
    }

    @Test
    void statementsKeepWhatIsWritten() {
        PolicyDocument document =
                parse(
                        """
                        {"Version": "2012-10-17", "Statement": [
                          {"Sid": "A", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
                          {"Effect": "Deny", "NotAction": ["s3:B", "s3:A"], "NotResource": "*",
                           "Condition": {"Bool": {"aws:SecureTransport": false}}}]}
                        """,
                        PolicyKind.MANAGED);

        Statement.Source first = document.statements().get(0).source();
        assertThat(first.sid()).isEqualTo("A");
        assertThat(first.position()).isEqualTo(new Position(2, 3));
        assertThat(first.actions()).containsExactly("s3:Get*");
        assertThat(first.notAction()).isFalse();
        Statement.Source second = document.statements().get(1).source();
        assertThat(second.sid()).isNull();
        assertThat(second.position()).isEqualTo(new Position(3, 3));
        assertThat(second.effect()).isEqualTo(Effect.DENY);
        assertThat(second.notAction()).isTrue();
        assertThat(second.actions()).containsExactly("s3:B", "s3:A");
        assertThat(second.notResource()).isTrue();
        assertThat(second.conditions())
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.operator()).isEqualTo("Bool");
                            assertThat(c.key()).isEqualTo("aws:SecureTransport");
                            assertThat(c.values()).containsExactly("false");
                        });
    }

    @Test
    void mistakesHaveAPosition() {
        assertThatExceptionOfType(PolicySyntaxException.class)
                .isThrownBy(
                        () ->
                                parse(
                                        """
                                        {'Version': '2012-10-17',
                                         'Statement': [
                                           {'Effect': 'Allow', 'Action': 's3:L', 'Resource': '*',
                                            'Condition': {'DateEquals': {'k': 'x'}}}]}
                                        """,
                                        PolicyKind.MANAGED))
                .withMessage(LEGACY)
                .satisfies(e -> assertThat(e.position()).isEqualTo(new Position(4, 39)));
    }
}
