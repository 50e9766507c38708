// Attributes of users: what sources say, who is asked for, and that a forgotten user leaves nothing.
#include "api/test_shop.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using http::method;

constexpr auto right_key = "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc=";

// The sample of the documents, word for word.
constexpr auto sample = R"(<users>
  <user id="YOUR_CUSTOMER_ID">
    <attributes>
      <attribute key="country" value="DE"  type="NOMINAL"/>
      <attribute key="discountrate" value="2" type="NUMERIC"/>
      <attribute key="wants" value="I am looking for good products here" type="TEXT"/>
      <attribute key="type" value="reseller"/>
      <attribute key="favorite_film_genre" value="comedy"/>
      <attribute key="favorite_film_genre" value="horror"/>
      <attribute key="favorite_film_genre" value="animation"/>
    </attributes>
  </user>
</users>
)";

constexpr auto head = R"(<?xml version="1.0" encoding="UTF-8"?>)";

http::response ask(test_shop& shop, method how, std::string_view tail, std::string_view body = {},
                   const fields& more = {}) {
  auto headers = more;
  headers.emplace_back("Authorization", right_key);
  return shop.send(how, "/api/00000/" + std::string(tail), body, headers);
}

void tell(test_shop& shop, std::string_view source, std::string_view body) {
  const auto answer = ask(shop, method::post, std::string(source) + "/user", body);
  ASSERT_EQ(answer.status, 200) << answer.body;
}

std::string user(std::string_view id, std::string_view attributes) {
  return "<user id=\"" + std::string(id) + "\"><attributes>" + std::string(attributes) +
         "</attributes></user>";
}
std::string document(const std::string& users) { return "<users>" + users + "</users>"; }

TEST(users, the_sample_of_the_documents_is_stored_and_comes_back) {
  test_shop shop;
  tell(shop, "facebook", sample);
  const auto answer = ask(shop, method::get, "facebook/user/YOUR_CUSTOMER_ID");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(answer.body,
            head + document(user(
                       "YOUR_CUSTOMER_ID",
                       R"(<attribute key="country" value="DE" type="NOMINAL"/>)"
                       R"(<attribute key="discountrate" value="2" type="NUMERIC"/>)"
                       R"(<attribute key="wants" value="I am looking for good products here" type="TEXT"/>)"
                       R"(<attribute key="type" value="reseller" type="NOMINAL"/>)"
                       R"(<attribute key="favorite_film_genre" value="comedy" type="NOMINAL"/>)"
                       R"(<attribute key="favorite_film_genre" value="horror" type="NOMINAL"/>)"
                       R"(<attribute key="favorite_film_genre" value="animation" type="NOMINAL"/>)")));
}

TEST(users, what_a_source_says_replaces_what_it_said_and_nothing_of_others) {
  test_shop shop;
  tell(shop, "shop",
       document(user("anna", R"(<attribute key="a" value="1"/><attribute key="b" value="2"/>)")));
  tell(shop, "news", document(user("anna", R"(<attribute key="c" value="3"/>)")));
  tell(shop, "shop", document(user("anna", R"(<attribute key="d" value="4"/>)")));
  const auto own = R"(<attribute key="d" value="4" type="NOMINAL"/>)";
  EXPECT_EQ(ask(shop, method::get, "shop/user/anna").body, head + document(user("anna", own)));
  for (const auto* all : {"?allSources", "?allSources=true", "?allsources=1"})
    EXPECT_EQ(ask(shop, method::get, "shop/user/anna" + std::string(all)).body,
              head + document(user("anna", R"(<attribute key="c" value="3" type="NOMINAL" source="news"/>)" +
                                               std::string(own))));
  EXPECT_EQ(ask(shop, method::get, "shop/user/anna?allSources=false").body,
            head + document(user("anna", own)));
}

TEST(users, several_are_asked_for_with_commas_and_unknown_ones_are_left_out) {
  test_shop shop;
  tell(shop, "shop",
       document(user("Customer&lt;12.2014&gt;", R"(<attribute key="a" value="&amp;"/>)") + user("a,b", "")));
  EXPECT_EQ(ask(shop, method::get, "shop/user/nobody,Customer%3C12.2014%3E,a%2Cb").body,
            head + document(user("Customer&lt;12.2014&gt;",
                                 R"(<attribute key="a" value="&amp;" type="NOMINAL"/>)") +
                            user("a,b", "")));
  EXPECT_EQ(ask(shop, method::get, "shop/user/nobody,a").status, 404);
  EXPECT_EQ(ask(shop, method::get, "shop/user/customer%3C12.2014%3E").status, 404) << "ids have case";
}

TEST(users, json_says_the_same) {
  test_shop shop;
  tell(shop, "shop",
       R"([{"id":"anna","attributes":[{"key":"age","value":37,"type":"NUMERIC"}]},{"id":"bert"}])");
  EXPECT_EQ(ask(shop, method::get, "shop/user/anna,bert?format=json").body,
            R"({"users":[{"id":"anna","attributes":[{"key":"age","value":"37","type":"NUMERIC"}]},)"
            R"({"id":"bert","attributes":[]}]})");
}

TEST(users, a_document_with_a_mistake_is_refused_as_a_whole) {
  const auto attribute = [](const char* of) { return document(user("bert", of)); };
  const std::string bodies[] = {"",
                                "x",
                                "<items/>",
                                "<users/>",
                                "<users><user/></users>",
                                document(user("a b", "")),
                                document(user("a/b", "")),
                                "<users><item id=\"a\"/></users>",
                                "<!DOCTYPE users [<!ENTITY a \"b\">]><users><user id=\"&a;\"/></users>",
                                attribute(R"(<attribute key="a.b" value="1"/>)"),
                                attribute(R"(<attribute key="a" value=""/>)"),
                                attribute(R"(<attribute key="a" value="1" type="WORD"/>)"),
                                attribute(R"(<attribute key="a" value="1,5" type="NUMERIC"/>)"),
                                attribute(R"(<attribute key="a" value="2014-13-07" type="DATE"/>)"),
                                attribute(R"(<attribute key="a" value="2014-08-07" type="DATETIME"/>)"),
                                "[]",
                                "[1]",
                                R"({"id":"a","attributes":[1]})"};
  test_shop shop;
  for (const auto& body : bodies) {
    const auto answer = ask(shop, method::post, "shop/user", body);
    EXPECT_EQ(answer.status, 400) << body;
  }
  const auto whole =
      document(user("anna", "") + user("bert", R"(<attribute key="a" value="x" type="NUMERIC"/>)"));
  EXPECT_EQ(ask(shop, method::post, "shop/user", whole).status, 400);
  EXPECT_EQ(shop.owner->user_attributes.size(), 0U);
  tell(shop, "shop",
       document(user("anna", R"(<attribute key="a" value="2014-08-07" type="DATE"/>)"
                             R"(<attribute key="b" value="2014-08-07T14:43:12" type="DATETIME"/>)"
                             R"(<attribute key="c-d" value="-2345" type="NUMERIC"/>)")));
}

TEST(users, deleting_leaves_nothing_of_the_user_and_keeps_it_so) {
  test_shop shop;
  shop.get("/api/00000/click/anna/1/42");
  tell(shop, "shop",
       document(user("anna", R"(<attribute key="e-mail" value="a@b.example"/>)") + user("bert", "")));
  tell(shop, "news", document(user("anna", "")));
  const auto answer = ask(shop, method::del, "user/anna,carl");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.find(R"({"forgotten":true,"since":")"), 0U) << answer.body;
  EXPECT_NE(answer.body.find(R"("receipts":[")"), std::string::npos);
  EXPECT_EQ(ask(shop, method::get, "shop/user/anna?allSources").status, 404);
  EXPECT_EQ(ask(shop, method::get, "shop/user/bert").status, 200);
  std::vector<profile::history_entry> entries;
  shop.histories.read(*shop.owner, shop.hasher.hash("00000", "anna"), entries);
  EXPECT_TRUE(entries.empty());
  const auto again = ask(shop, method::post, "shop/user", document(user("anna", "")));
  EXPECT_EQ(again.body, R"({"users":0,"warnings":["1 users are opted out: nothing is kept"]})");
  EXPECT_EQ(ask(shop, method::get, "shop/user/anna").status, 404);
  std::size_t stored = 0;
  const auto reader = *shop.store.make_entity_reader();
  ASSERT_TRUE(reader->scan(shop.owner->number, store::entity_kind::user_attributes, {}, 100,
                           [&](std::string_view, std::string_view content) {
                             ++stored;
                             EXPECT_EQ(content.find("anna"), content.npos);
                           }));
  EXPECT_EQ(stored, 1U);
}

TEST(users, logins_with_a_user_called_user_are_events) {
  test_shop shop;
  EXPECT_EQ(shop.get("/api/00000/login/user/anna").content_type, "image/gif");
  EXPECT_EQ(shop.post("/api/00000/triggeropened/user?triggername=x", "").status, 204);
}

TEST(users, all_that_is_known_of_a_user_is_told_to_the_shop) {
  test_shop shop;
  tell(shop, "crm", document(user("anna", R"(<attribute key="age" value="37" type="NUMERIC"/>)")));
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
  shop.time.advance_ms(1'000);
  ASSERT_EQ(shop.get("/api/00000/rate/anna/1/43?rating=80").status, 200);
  shop.events();
  const auto answer = ask(shop, method::get, "user/anna/export");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(
      answer.body,
      R"({"id":"anna","optedOut":false,)"
      R"("attributes":[{"source":"crm","key":"age","value":"37","type":"NUMERIC"}],)"
      R"("history":[{"what":"rated","itemType":1,"itemId":"43","time":"2026-01-31T12:00:01Z","value":80},)"
      R"({"what":"clicked","itemType":1,"itemId":"42","time":"2026-01-31T12:00:00Z"}],"preferences":[]})");
}

TEST(users, nothing_is_told_of_a_stranger_a_forgotten_user_or_to_strangers) {
  test_shop shop;
  EXPECT_EQ(ask(shop, method::get, "user/berta/export").status, 404);
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
  shop.events();
  EXPECT_EQ(shop.get("/api/00000/user/anna/export").status, 401);
  ASSERT_EQ(ask(shop, method::del, "user/anna").status, 200);
  const auto forgotten = ask(shop, method::get, "user/anna/export");
  EXPECT_EQ(forgotten.body.find("42"), std::string::npos) << forgotten.body;
}

TEST(users, the_export_of_an_archived_user_has_its_history) {
  const temporary_folder folder;
  test_shop shop({}, folder.path() / "histories");
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
  shop.events();
  shop.drop_users();
  const auto answer = ask(shop, method::get, "user/anna/export");
  EXPECT_NE(answer.body.find(R"("what":"clicked")"), std::string::npos) << answer.body;
}

}  // namespace
}  // namespace footfall::test
