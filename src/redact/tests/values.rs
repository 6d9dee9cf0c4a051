//! What must not leave, kind by kind. Persons, hosts and numbers are invented; check digits are right.

use super::assert_redacted;

#[test]
fn telephones_are_replaced() {
    assert_redacted(&[
        ("值班电话13812345678。", "值班电话<PHONE_1>。"),
        ("联系柳工13812345678张三", "联系柳工<PHONE_1>张三"),
        ("１３８１２３４５６７８（微信同号）", "<PHONE_1>（微信同号）"),
        ("138-1234-5678，138 1234 5679", "<PHONE_1>，<PHONE_2>"),
        ("138–1234–5678", "<PHONE_1>"),
        ("+86 13812345678", "<PHONE_1>"),
        ("+86-138-1234-5678;", "<PHONE_1>;"),
        ("008613812345678", "<PHONE_1>"),
        ("（+86）13812345678", "<PHONE_1>"),
        ("8613812345678", "<PHONE_1>"),
        ("13812345678,13912345678、17712345678", "<PHONE_1>,<PHONE_2>、<PHONE_3>"),
        ("手机：1381 2345 678", "手机：<PHONE_1>"),
        ("手机号 13812345678元芳", "手机号 <PHONE_1>元芳"),
        ("13812345678分机801", "<PHONE_1>分机801"),
        ("1.13812345678 商户来电", "1.<PHONE_1> 商户来电"),
        ("13812345678Tom值班", "<PHONE_1>Tom值班"),
        ("138.1234.5678", "<PHONE_1>"),
        ("13812345678/13912345678", "<PHONE_1>/<PHONE_2>"),
        ("010 6234 5678", "<PHONE_1>"),
        ("tel:+8613812345678", "tel:<PHONE_1>"),
        ("用户user_13812345678登录失败", "用户user_<PHONE_1>登录失败"),
        ("010-62345678转803", "<PHONE_1>"),
        ("(0571)8765 4321 ext. 12", "<PHONE_1>"),
        ("（0571）87654321", "<PHONE_1>"),
        ("0755-2345678", "<PHONE_1>"),
        ("02161234567", "<PHONE_1>"),
        ("+86 10 6234 5678", "<PHONE_1>"),
        ("+86-571-87654321-801", "<PHONE_1>"),
        ("客服400-820-8820，800 810 1234，400-8208-820", "客服<PHONE_1>，<PHONE_2>，<PHONE_1_2>"),
        ("热线4008208820", "热线<PHONE_1>"),
        ("座机：62345678", "座机：<PHONE_1>"),
        ("Tel: 8765-4321", "Tel: <PHONE_1>"),
    ]);
}

#[test]
fn identity_cards_are_replaced() {
    assert_redacted(&[
        ("证件110101199003074514核验失败", "证件<IDCARD_1>核验失败"),
        ("33010619920815107X", "<IDCARD_1>"),
        ("33010619920815107x", "<IDCARD_1>"),
        ("４４０３０５１９８５１２１２００３８", "<IDCARD_1>"),
        ("510102 20001231 8812", "<IDCARD_1>"),
        ("310115-19790606-1235", "<IDCARD_1>"),
        ("130503670401001，130503 670401 001", "<IDCARD_1>，<IDCARD_1_2>"),
        ("身份证号：110101199003074515（抄错一位）", "身份证号：<IDCARD_1>（抄错一位）"),
    ]);
}

#[test]
fn bank_cards_are_replaced() {
    assert_redacted(&[
        ("6217001234567890122", "<CARD_1>"),
        ("卡 6217 0012 3456 7890 122 退票", "卡 <CARD_1> 退票"),
        ("6225-8813-1415-9269", "<CARD_1>"),
        ("６２２５８８１３１４１５９２６９", "<CARD_1>"),
        ("621700 1234567890122", "<CARD_1>"),
        ("4111111111111111", "<CARD_1>"),
        ("3782 822463 10005", "<CARD_1>"),
        ("955880123456789015", "<CARD_1>"),
        ("5200001234567894", "<CARD_1>"),
        ("银行卡号 6217001234567890123", "银行卡号 <CARD_1>"),
        ("对公账户：110906789012345", "对公账户：<CARD_1>"),
        ("卡号2306151234567897", "卡号<CARD_1>"),
    ]);
}

#[test]
fn addresses_are_replaced() {
    assert_redacted(&[
        ("邮件发给ling.he+ops@example.com。", "邮件发给<EMAIL_1>。"),
        ("ling＠example．com", "<EMAIL_1>"),
        ("Ling@Example.com, ling@example.com", "<EMAIL_1>, <EMAIL_1_2>"),
        ("git@code.corp:pay/core.git", "<EMAIL_1>:pay/core.git"),
        ("10.20.30.40虚机重启", "<IP_1>虚机重启"),
        ("１０.20.30.40", "<IP_1>"),
        ("10.20.30.40:8080 和 10.20.30.40/24", "<IP_1>:8080 和 <IP_1>/24"),
        ("连不上203.0.113.9。", "连不上<IP_1>。"),
        ("网段10.20.30.x", "网段<IP_1>"),
        ("- 192.168.1.7宕机", "- <IP_1>宕机"),
        ("处置：1.10.20.30.41已重启", "处置：1.<IP_1>已重启"),
        ("迁移升级到10.20.30.41", "迁移升级到<IP_1>"),
        ("版本10.20.30.42节点", "版本<IP_1>节点"),
        ("1.重启10.20.30.41节点", "1.重启<IP_1>节点"),
        ("2001:db8::ff00:42:8329 不通", "<IP_1> 不通"),
        ("[fe80::1%eth0]:8080", "[<IP_1>]:8080"),
        ("地址：fe80::a1，::ffff:10.1.2.3。", "地址：<IP_1>，<IP_2>。"),
        ("2001:0db8:0000:0000:0000:ff00:0042:8329", "<IP_1>"),
    ]);
}

#[test]
fn internal_hosts_are_replaced() {
    assert_redacted(&[
        ("登录db01.core.corp:3306", "登录<HOST_1>:3306"),
        ("jump.prod.internal 和 JUMP.prod.internal", "<HOST_1> 和 <HOST_1_2>"),
        ("nas.local、nas.lan、wiki.intranet", "<HOST_1>、<HOST_2>、<HOST_3>"),
        ("http://jenkins:8080/job/recon", "http://<HOST_1>:8080/job/recon"),
        ("见https://wiki.paycenter/x。", "见https://<HOST_1>/x。"),
        ("gate.pay.example.com、pay.example.com", "<HOST_1>、<HOST_2>"),
        ("ops.bj.example.org", "<HOST_1>"),
        ("redis://:hunter22@cache.prod.svc.cluster.local:6379/0", "redis://<SECRET_1>@<HOST_1>:6379/0"),
    ]);
}

#[test]
fn keys_and_tokens_are_replaced() {
    assert_redacted(&[
        ("key is sk-proj-abCD1234efGH5678ijKL", "key is <SECRET_1>"),
        ("sk-0123456789abcdef0123456789abcdef", "<SECRET_1>"),
        ("AKIAIOSFODNN7EXAMPLE泄露", "<SECRET_1>泄露"),
        ("LTAI5tAbCdEfGhIjKlMn", "<SECRET_1>"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "<SECRET_1>"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N", "<SECRET_1>"),
        ("Authorization: Bearer abc123def456", "Authorization: Bearer <SECRET_1>"),
        (
            "https://oapi.example.com/send?access_token=9f8e7d&x=1",
            "https://oapi.example.com/send?access_token=<SECRET_1>&x=1",
        ),
        ("GET /cb?sig=abc%2Bdef&code=1 404", "GET /cb?sig=<SECRET_1>&code=1 404"),
        (
            "https://qyapi.example.com/webhook/send?key=693a91f6-7xxx",
            "https://qyapi.example.com/webhook/send?key=<SECRET_1>",
        ),
        ("https://ling:s3cret@example.com/a", "https://<SECRET_1>@example.com/a"),
        ("https://10.1.2.3/a?token=t0k", "https://<IP_1>/a?token=<SECRET_1>"),
        ("password=Passw0rd!，请修改", "password=<SECRET_1>，请修改"),
        ("密码：hunter2。", "密码：<SECRET_1>。"),
        ("数据库密码是Kite#2023", "数据库密码是<SECRET_1>"),
        (
            "{\"db_password\": \"two words\", \"apiKey\":\"Zx9Zx9Zx9\"}",
            "{\"db_password\": \"<SECRET_1>\", \"apiKey\":\"<SECRET_2>\"}",
        ),
        ("账号/密码：admin/Kite2023", "账号/密码：<SECRET_1>"),
        ("root 密码 Kite2023x 已改", "root 密码 <SECRET_1> 已改"),
        ("The password is Kite2023x.", "The password is <SECRET_1>."),
        ("jdbc:oracle:thin:scott/tiger@10.1.2.3:1521:pay", "jdbc:oracle:thin:<SECRET_1>@<IP_1>:1521:pay"),
        (
            "[图](https://a.example.com/b.svg?token=TUF1IAI7G7) 后",
            "[图](https://a.example.com/b.svg?token=<SECRET_1>) 后",
        ),
        ("JSESSIONID=0A1B2C3D4E5F", "JSESSIONID=<SECRET_1>"),
        ("spring.datasource.password: qwerty", "spring.datasource.password: <SECRET_1>"),
        ("export OPENAI_API_KEY=abcd1234efgh", "export OPENAI_API_KEY=<SECRET_1>"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\n完", "<SECRET_1>\n完"),
        ("-----BEGIN PRIVATE KEY-----\nMIIEvQ", "<SECRET_1>"),
    ]);
}

#[test]
fn a_value_goes_as_it_reads_and_comes_back_as_it_was_written() {
    assert_redacted(&[
        ("身份证33010619**920815**107X核验", "身份证<IDCARD_1>核验"),
        ("33010619920815107X，330106**19920815**107X", "<IDCARD_1>，<IDCARD_1_2>"),
        ("**138**12345678", "**<PHONE_1>"),
        ("138`1234`5678 13812345678", "<PHONE_1> <PHONE_1_2>"),
        ("1\u{200b}3812\u{ad}345678", "<PHONE_1>"),
        ("&#49;3812345678", "<PHONE_1>"),
        ("138<span style=\"color:red\">1234</span>5678", "<PHONE_1>"),
        ("138·1234·5678、138_1234_5678", "<PHONE_1>、<PHONE_1_2>"),
        ("1 3 8 1 2 3 4 5 6 7 8", "<PHONE_1>"),
        ("10\\.20\\.30\\.40", "<IP_1>"),
        ("ling\\_he@example\\.com", "<EMAIL_1>"),
        ("<a href=\"http://jenkins/x\">13812345678</a>", "<a href=\"http://<HOST_1>/x\"><PHONE_1></a>"),
        ("柳**如**烟", "<PERSON_1>"),
        ("138****5678", "138****5678"),
    ]);
}

#[test]
fn what_is_beside_a_number_decides() {
    assert_redacted(&[
        ("用户13812345678笔数不对", "用户<PHONE_1>笔数不对"),
        ("客户13812345678笔交易失败", "客户<PHONE_1>笔交易失败"),
        ("批次13812345678反馈", "批次<PHONE_1>反馈"),
        ("成功13812345678笔", "成功13812345678笔"),
        ("批次号13812345678", "批次号13812345678"),
        ("护照E12345678", "护照<DOCUMENT_1>"),
        ("报错E12345678", "报错E12345678"),
        ("ops@db1.pay.example.com、ops@nas.local", "<EMAIL_1>、<EMAIL_2>"),
    ]);
}

#[test]
fn cars_companies_and_network_cards_are_replaced() {
    assert_redacted(&[
        ("沪A·12345、浙AD12345", "<PLATE_1>、<PLATE_2>"),
        ("3c:52:82:0a:1b:9f、3C52.820A.1B9F", "<MAC_1>、<MAC_1_2>"),
        ("db01:3306、kafka-1:9092", "<HOST_1>:3306、<HOST_2>:9092"),
        ("\\\\fileserver\\pay", "\\\\<HOST_1>\\pay"),
        ("最新A12345、新E10023", "最新A12345、新E10023"),
        ("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff"),
    ]);
}

#[test]
fn names_of_secrets_are_judged_by_their_parts() {
    assert_redacted(&[
        ("DB_PASS=Kite2023 bypass=1", "DB_PASS=<SECRET_1> bypass=1"),
        ("/cb?tk=7f3a&code=4kX9d2LmQ8", "/cb?tk=<SECRET_1>&code=<SECRET_2>"),
        ("/hook/3f2b8a1c-9d4e-4f6a-8b1c-2d3e4f5a6b7c", "/hook/<SECRET_1>"),
        ("https://a.example.com/reset/aZ91kQ0xP2?x=1", "https://a.example.com/reset/<SECRET_1>?x=1"),
        ("密码已重置为Kite#2023。", "密码已重置为<SECRET_1>。"),
        ("验证码384756，验证码5991笔", "验证码<SECRET_1>，验证码5991笔"),
        ("mysql -uroot -pKite2023", "mysql -uroot -p<SECRET_1>"),
    ]);
}

#[test]
fn names_and_words_of_the_configuration_are_replaced() {
    assert_redacted(&[
        ("柳如烟和柳如处理", "<PERSON_1>和<PERSON_2>处理"),
        ("ann lee, ANN  LEE", "<PERSON_1>, <PERSON_1_2>"),
        ("Ａｎｎ　Ｌｅｅ", "<PERSON_1>"),
        ("柳 如 烟值班", "<PERSON_1>值班"),
        ("jose\u{301} fixed it", "<PERSON_1> fixed it"),
        ("Joanne Leeds", "Joanne Leeds"),
        ("北辰集团的project kite", "<WORD_1>的<WORD_2>"),
        ("kyc库慢", "<WORD_1>慢"),
        ("柳如烟13812345678", "<PERSON_1><PHONE_1>"),
        ("Ann.Lee@example.com", "<EMAIL_1>"),
    ]);
}

#[test]
fn what_stands_below_the_name_of_a_secret_is_replaced() {
    assert_redacted(&[
        ("| 账号 | 密码 |\n| --- | --- |\n| ops | Kite2023x |", "| 账号 | 密码 |\n| --- | --- |\n| ops | <SECRET_1> |"),
        (
            "| env | API key |\n|---|---|\n| test | `a8Fk29xQ` |\n",
            "| env | API key |\n|---|---|\n| test | `<SECRET_1>` |\n",
        ),
        ("密码：\nKite2023x\n明天换", "密码：\n<SECRET_1>\n明天换"),
        ("- DB password:\n  - `Kite#wind`", "- DB password:\n  - `<SECRET_1>`"),
    ]);
}
