//! `diatonic import --generate`: the spec of an object that boto3 has made, as a person would have
//! written it; once the object is taken over with it, the plan is empty.

use insta::assert_snapshot;

use crate::shop::Shop;

/// The specs have a table already.
const SPECS: &str = r#"
    dynamodb.table: { orders: { partition_key: { name: id, type: S } } }
"#;

/// What a team has made by hand, and what AWS knows each by.
const MADE: &str = r#"
    account = boto3.client("sts").get_caller_identity()["Account"]
    iam, pools = boto3.client("iam"), boto3.client("cognito-idp")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "lambda.amazonaws.com"}}]}
    orders = f"arn:aws:dynamodb:us-east-2:{account}:table/shop-dev-orders"
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": "Orders", "Effect": "Allow",
              "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": [orders, orders + "/index/*"]},
              {"Effect": "Allow", "Action": "s3:GetObject",
               "Resource": "arn:aws:s3:::shop-dev-homes/${aws:username}/*"}]}
    iam.create_role(RoleName="shop-dev-ApiCaller", AssumeRolePolicyDocument=json.dumps(trust),
                    Tags=[dict(Key="Project", Value="shop"), dict(Key="Team", Value="a")])
    iam.put_role_policy(RoleName="shop-dev-ApiCaller", PolicyName="orders", PolicyDocument=json.dumps(policy))
    boto3.client("logs").create_log_group(logGroupName="/aws/lambda/shop-dev-orders-api")
    pool = pools.create_user_pool(PoolName="shop-dev-main", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    client = pools.create_user_pool_client(UserPoolId=pool, ClientName="shop-dev-web")["UserPoolClient"]["ClientId"]
    print(json.dumps([["iam.role", "shop-dev-ApiCaller"], ["logs.log_group", "/aws/lambda/shop-dev-orders-api"],
                      ["cognito.user_pool", pool], ["cognito.user_pool_client", f"{pool}/{client}"]]))
"#;

/// All that can be said of these, without what says whose they are.
const LOOK: &str = r#"
    iam, pools = boto3.client("iam"), boto3.client("cognito-idp")
    logs = boto3.client("logs")
    pool = pools.list_user_pools(MaxResults=1)["UserPools"][0]["Id"]
    client = pools.list_user_pool_clients(UserPoolId=pool)["UserPoolClients"][0]["ClientId"]
    role = iam.get_role(RoleName="shop-dev-ApiCaller")["Role"]
    found = [role, iam.get_role_policy(RoleName="shop-dev-ApiCaller", PolicyName="orders")["PolicyDocument"],
             logs.describe_log_groups()["logGroups"], pools.describe_user_pool(UserPoolId=pool)["UserPool"],
             pools.describe_user_pool_client(UserPoolId=pool, ClientId=client)["UserPoolClient"]]
    role["Tags"] = [tag for tag in role["Tags"] if not tag["Key"].startswith("diatonic:")]
    for own in ["diatonic:stack", "diatonic:address"]:
        found[3].setdefault("UserPoolTags", {}).pop(own, None)
    print(json.dumps(found, default=str, sort_keys=True))
"#;

fn shop() -> Shop {
    let shop = Shop::in_folder(SPECS);
    shop.must(&["apply", "--auto-approve"]);
    shop
}

#[test]
fn what_is_generated_is_taken_over_without_a_change() {
    let mut shop = shop();
    let made = shop.ask(MADE);
    let before = shop.ask(LOOK);
    let mut shown = String::new();
    for (position, one) in made.as_array().expect("a list").iter().enumerate() {
        let [kind, id] = [&one[0], &one[1]].map(|text| text.as_str().expect("text"));
        let text = shop.must(&["import", "--generate", kind, id]);
        shown.push_str(&format!("{text}\n"));
        shop = shop.file_of_specs(&format!("generated-{position}.yaml"), &text);
        shop.must(&["validate"]);
        let address = address_in(&text);
        shop.must(&["import", "--auto-approve", &address, id]);
    }
    assert_snapshot!(shown.replace(&shop.account, "ACCOUNT"), @r#"
    iam.role:
      api-caller:
        name: ${env.name_prefix}-ApiCaller
        trust_policy:
          Statement:
            - Effect: Allow
              Principal: {Service: lambda.amazonaws.com}
              Action: sts:AssumeRole
        inline_policies:
          orders:
            Statement:
              - Sid: Orders
                Effect: Allow
                Action: [dynamodb:GetItem, dynamodb:Query]
                Resource: ["${dynamodb.table.orders.arn}", "${dynamodb.table.orders.arn}/index/*"]
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::${env.name_prefix}-homes/$${aws:username}/*
        tags: {Project: "${env.project}", Team: a}

    logs.log_group:
      orders-api:
        name: /aws/lambda/${env.name_prefix}-orders-api

    cognito.user_pool:
      main:
        auto_verified_attributes: [email]

    cognito.user_pool_client:
      web:
        user_pool: ${cognito.user_pool.main.id}
    "#);
    shop.is_settled();
    assert_eq!(shop.ask(LOOK), before, "nothing but our tags has changed");
}

/// The address of the only block in a text.
fn address_in(text: &str) -> String {
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut next = || lines.next().unwrap_or_default().trim().trim_end_matches(':');
    let kind = next().to_owned();
    format!("{kind}.{}", next())
}

#[test]
fn a_secret_is_not_written() {
    let shop = shop();
    let made = shop.ask(
        r#"
        pools = boto3.client("cognito-idp")
        pool = pools.create_user_pool(PoolName="shop-dev-main")["UserPool"]["Id"]
        pools.create_identity_provider(UserPoolId=pool, ProviderName="Google", ProviderType="Google",
            ProviderDetails=dict(client_id="shop", client_secret="a-secret-of-google", authorize_scopes="email"))
        keys = boto3.client("apigateway")
        key = keys.create_api_key(name="partner", value="a-secret-of-the-partner", enabled=True)["id"]
        print(json.dumps([pool, key]))
        "#,
    );
    let pool = made[0].as_str().expect("an id");
    let key = made[1].as_str().expect("an id");
    let pool = shop.must(&["import", "--generate", "cognito.user_pool", pool]);
    assert_snapshot!(pool, @r#"
    variables:
      main_identity_providers_google_google_client_secret: {type: string, sensitive: true}

    cognito.user_pool:
      # identity_providers.Google.google.client_secret: a secret; give the variable
      #   `main_identity_providers_google_google_client_secret` its value
      main:
        identity_providers:
          Google:
            google:
              client_id: shop
              client_secret: ${var.main_identity_providers_google_google_client_secret}
              scopes: [email]
    "#);
    let key = shop.must(&["import", "--generate", "apigateway.api_key", key]);
    assert_snapshot!(key, @r#"
    apigateway.api_key:
      # value: a secret, which stays as it is in AWS
      partner:
        name: partner
    "#);
    let shop = shop.file_of_specs("pool.yaml", &pool);
    let shop = shop.file_of_specs("key.yaml", &key);
    shop.must(&["validate"]);
    let missing = shop.refused(&["plan"]);
    assert!(missing.contains("main_identity_providers_google_google_client_secret"), "{missing}");
    let given = "main_identity_providers_google_google_client_secret=another";
    shop.must(&["validate", "--var", given]);
}

#[test]
fn a_name_may_be_given() {
    let shop = shop();
    shop.ask(MADE);
    let id = "/aws/lambda/shop-dev-orders-api";
    let text = shop.must(&["import", "--generate", "logs.log_group", id, "--name", "calls"]);
    assert_eq!(address_in(&text), "logs.log_group.calls");
    let refusal = shop.refused(&["import", "--generate", "logs.log_group", id, "--name", "a b"]);
    assert!(refusal.contains("`a b` is not a logical name"), "{refusal}");
}

#[test]
fn what_cannot_be_generated_is_said() {
    let shop = shop();
    let of = |kind, id| shop.refused(&["import", "--generate", kind, id]);
    assert_snapshot!(of("dynamodb.tabel", "x"), @r#"
    error: there is no kind `dynamodb.tabel`; did you mean `dynamodb.table`?
    "#);
    assert_snapshot!(of("dynamodb.table", "x"), @r#"
    error: there is no dynamodb.table `x` in us-east-2
    a dynamodb.table is known by its name
    "#);
    assert_snapshot!(of("dynamodb.table", "shop-dev-orders"), @r#"
    error: `shop-dev-orders` is already managed as dynamodb.table.orders
    "#);
}
