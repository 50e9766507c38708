#include "api/error_answers.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(error_answers, plain_text_by_default_and_a_fault_object_for_json_addresses) {
  http::request question;
  http::response out;
  question.raw_target = "/api/00000/click/a/1/0?x=.json";
  api::write_fault({error::bad_parameter, "item: 0 is outside 1..2147483647"}, question, out);
  EXPECT_EQ(out.status, 400);
  EXPECT_EQ(out.body, "item: 0 is outside 1..2147483647\n");
  question.raw_target = "/api/v2/00000/a/b.json?x=y";
  api::write_fault({error::unknown_scenario, "scenario: \"b\" is unknown"}, question, out);
  EXPECT_EQ(out.status, 404);
  EXPECT_EQ(out.body, R"({"faultCode":"unknown_scenario","faultMessage":"scenario: \"b\" is unknown",)"
                      R"("faultDetail":{"message":"scenario: \"b\" is unknown"}})");
}

TEST(error_answers, an_address_of_xml_gets_a_fault_in_xml) {
  http::request question;
  http::response out;
  question.raw_target = "/api/00000/a/b.xml?x=y";
  api::write_fault({error::unknown_scenario, "scenario: <b> is unknown"}, question, out);
  EXPECT_EQ(out.status, 404);
  EXPECT_EQ(out.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(out.body, R"(<?xml version="1.0" encoding="UTF-8"?><fault><code>unknown_scenario</code>)"
                      R"(<message>scenario: &lt;b&gt; is unknown</message></fault>)");
}

TEST(error_answers, are_text_also_where_a_value_was_cut_within_a_character) {
  const failure why{error::bad_parameter, "item: \xC3\xA4\xE2\x82 is no number"};
  for (const auto* target : {"/a", "/a.json", "/a.xml"}) {
    http::request question;
    http::response out;
    question.raw_target = target;
    api::write_fault(why, question, out);
    EXPECT_NE(out.body.find("item: \xC3\xA4\xEF\xBF\xBD is no number"), std::string::npos) << out.body;
  }
}

TEST(error_answers, what_may_pass_by_itself_asks_to_try_again) {
  for (const auto code : {error::queue_full, error::store_failed, error::not_ready}) {
    http::response out;
    api::write_fault({code, "later"}, {}, out);
    EXPECT_EQ(out.status, 503);
    ASSERT_FALSE(out.fields.empty());
    EXPECT_EQ(out.fields[0].first, "Retry-After");
  }
}

TEST(error_answers, a_failure_replaces_what_was_prepared_including_its_ticket) {
  http::response out;
  out.body = "prepared";
  out.last_ticket = 9;
  api::write_fault({error::queue_full, "no"}, {}, out);
  EXPECT_EQ(out.body, "no\n");
  EXPECT_EQ(out.last_ticket, 0U);
}

}  // namespace

TEST(error_answers, where_the_store_lies_is_not_told) {
  const failure why{error::store_failed, "no space left for /srv/secret/footfall.db"};
  for (const auto write : {api::write_fault, api::write_json_fault}) {
    http::response out;
    write(why, {}, out);
    EXPECT_EQ(out.status, 503);
    EXPECT_EQ(out.body.find("/srv"), std::string::npos) << out.body;
    EXPECT_NE(out.body.find("try again"), std::string::npos) << out.body;
  }
}

}  // namespace footfall::test
