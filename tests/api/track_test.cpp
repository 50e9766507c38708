// Tracking URLs, without a socket.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall::test {
namespace {

TEST(track, a_get_is_answered_with_a_pixel_and_the_event_is_stored) {
  test_shop shop;
  const auto answer = shop.get("/api/00000/click/anna/1/42?categorypath=%2FShoes%2FChildren");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "image/gif");
  EXPECT_EQ(answer.body.size(), 43U);
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].type, events::event_type::click);
  EXPECT_EQ(stored[0].item, (item_key{1, 42, ""}));
  EXPECT_EQ(stored[0].time_ms, shop.time.wall_ms());
  EXPECT_EQ(stored[0].user, shop.hasher.hash("00000", "anna"));
}

TEST(track, the_answer_depends_on_the_commit_of_its_event) {
  test_shop shop;
  EXPECT_NE(shop.get("/api/00000/click/anna/1/42").last_ticket, 0U);
  EXPECT_EQ(shop.get("/api/00000/rendered/anna/1/").last_ticket, 0U);
}

TEST(track, rating_outside_percent_range_is_refused_with_the_value) {
  test_shop shop;
  const auto answer = shop.get("/api/00000/rate/anna/1/42?rating=101");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body, "rating: 101 is outside 0..100\n");
  EXPECT_TRUE(shop.events().empty());
}

TEST(track, form_parameters_count_after_those_of_the_query) {
  test_shop shop;
  const fields form{{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}};
  EXPECT_EQ(shop.post("/api/00000/buy/anna/1/42?quantity=2", "quantity=9&fullprice=2.50EUR", form).status,
            204);
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].quantity, 2U);
  EXPECT_NE(stored[0].details.find("2.50EUR"), std::string::npos);
}

struct sent_body {
  const char* type;
  const char* body;
};

TEST(track, bodies_of_all_kinds_are_read_whatever_their_type_is_called) {
  constexpr auto json = R"({"quantity":3,"fullprice":"2.50EUR"})";
  constexpr sent_body bodies[] = {
      {"text/json", json},
      {"application/vnd.api+json; charset=utf-8", json},
      {"application/octet-stream", json},
      {"text/plain;charset=UTF-8", json},
      {"application/octet-stream", "quantity=3&amp;fullprice=2.50EUR"},
      {"multipart/form-data; boundary=----x1",
       "------x1\r\nContent-Disposition: form-data; name=\"quantity\"\r\n\r\n3\r\n"
       "------x1\r\nContent-Disposition: form-data; name=\"fullprice\"\r\n\r\n2.50EUR\r\n------x1--\r\n"},
  };
  for (const auto& each : bodies) {
    test_shop shop;
    EXPECT_EQ(shop.post("/api/00000/buy/anna/1/42", each.body, {{"Content-Type", each.type}}).status, 204)
        << each.type;
    const auto stored = shop.events();
    ASSERT_EQ(stored.size(), 1U) << each.type;
    EXPECT_EQ(stored[0].quantity, 3U) << each.type;
    EXPECT_NE(stored[0].details.find("2.50EUR"), std::string::npos) << each.type;
  }
}

TEST(track, a_body_that_cannot_be_read_is_refused) {
  constexpr sent_body bodies[] = {
      {"application/xml", "<buy quantity='3'/>"},
      {"multipart/form-data; boundary=x", "quantity=3"},
      {"multipart/form-data", "--x\r\n\r\n\r\n--x--"},
      {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"},
      {"text/json", "quantity=3"},
  };
  test_shop shop;
  for (const auto& each : bodies)
    EXPECT_EQ(shop.post("/api/00000/buy/anna/1/42", each.body, {{"Content-Type", each.type}}).status, 400)
        << each.type;
  EXPECT_TRUE(shop.events().empty());
}

TEST(track, links_that_were_escaped_once_too_often_are_read) {
  test_shop shop;
  EXPECT_EQ(shop.get("//api/00000/buy/anna/1/5?quantity=2&amp;fullprice=2.50EUR").status, 200);
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].quantity, 2U);
  EXPECT_NE(stored[0].details.find("2.50EUR"), std::string::npos);
}

TEST(track, names_that_are_nearly_right_are_hinted_at) {
  test_shop shop;
  const auto hint = [&](const std::string& query) {
    return field_of(shop.get("/api/00000/buy/anna/1/5?" + query), "X-Footfall-Hint");
  };
  EXPECT_EQ(hint("fulprice=2.50EUR"), "fulprice is not known here: did you mean fullprice?");
  EXPECT_EQ(hint("lang=en&timestamp=1"), "timestamp is not known here: did you mean overridetimestamp?");
  EXPECT_EQ(hint("quantity=1&utm_source=mail&_=17"), "");
  EXPECT_EQ(hint("fulprice="), "");
  const auto read = shop.send(http::method::get, "/api/00000/click/anna/1/5?categorypaht=a", "",
                              {{"Origin", "https://shop.example"}});
  EXPECT_EQ(field_of(read, "Access-Control-Expose-Headers"), "X-Footfall-Event, X-Footfall-Hint");
  EXPECT_NE(shop.admin(http::method::get, "/metrics").body.find("footfall_hints_total 3"), std::string::npos);
}

TEST(track, an_unknown_event_names_the_nearest) {
  test_shop shop;
  EXPECT_EQ(shop.get("/api/00000/clik/anna/1/5").body, "event: clik is unknown, did you mean click?\n");
  EXPECT_EQ(shop.get("/api/00000/nonsense/anna/1/5").body, "event: nonsense is unknown\n");
}

TEST(track, head_stores_nothing_and_is_told_what_a_get_would_be) {
  test_shop shop;
  const auto head = [&](std::string_view target) { return shop.send(http::method::head, target, "", {}); };
  const auto answer = head("/api/00000/click/anna/1/5");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(field_of(answer, "X-Footfall-Event"), "ignored; reason=head");
  EXPECT_EQ(head("/api/00000/click/anna/1/0").status, 400);
  EXPECT_EQ(answer.last_ticket, 0U);
  EXPECT_TRUE(shop.events().empty());
}

TEST(track, what_is_not_utf8_is_refused) {
  customer::customer_settings settings;
  settings.alphanumeric_items = true;
  test_shop shop(settings);
  for (const auto* item : {"Sch%FCrze", "%C0%AF", "%ED%A0%80"})
    EXPECT_EQ(shop.get("/api/00000/click/anna/1/" + std::string(item)).status, 400) << item;
  EXPECT_EQ(shop.get("/api/00000/click/anna/1/Sch%C3%BCrze").status, 200);
  EXPECT_EQ(shop.events().size(), 1U);
}

TEST(track, an_item_that_is_known_with_its_commas_is_one_item_of_a_list) {
  customer::customer_settings settings;
  settings.alphanumeric_items = true;
  test_shop shop(settings);
  shop.get("/api/00000/click/anna/1/Red%20shoes%2C%20size%205");
  shop.events();
  EXPECT_EQ(shop.get("/api/00000/rendered/anna/1/Red%20shoes%2C%20size%205").status, 200);
  EXPECT_EQ(shop.get("/api/00000/rendered/anna/1/blue,green").status, 200);
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 4U);
  EXPECT_EQ(stored[1].item.text, "Red shoes, size 5");
  EXPECT_EQ(stored[2].item.text, "blue");
}

TEST(track, an_event_that_is_sent_again_with_its_id_is_recognised) {
  test_shop shop;
  shop.get("/api/00000/buy/anna/1/5?eventid=order-7");
  shop.post("/api/00000/buy/anna/1/5", "", {{"X-Footfall-Id", "order-7"}});
  shop.get("/api/00000/buy/anna/1/5?eventid=order-8");
  shop.get("/api/00000/buy/bert/1/5?eventid=order-7");
  shop.get("/api/00000/buy/anna/1/5");
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 4U);  // all but the second, which is the first once more
  EXPECT_EQ(stored[0].details.find("order-7"), std::string::npos);
}

TEST(track, a_list_of_rendered_items_is_one_event_for_each) {
  test_shop shop;
  EXPECT_EQ(shop.get("/api/00000/rendered/anna/1/128,129,128").status, 200);
  EXPECT_EQ(shop.events().size(), 2U);
}

struct refused_event {
  const char* target;
  int status;
};

TEST(track, what_cannot_be_an_event_is_refused_and_nothing_is_stored) {
  constexpr refused_event cases[] = {
      {"/api/nobody/click/anna/1/42", 404},
      {"/api/00000/nonsense/anna/1/42", 404},
      {"/other/00000/click/anna/1/42", 404},
      {"/api/00000/click/anna/0/42", 400},
      {"/api/00000/click/anna/1/0", 400},
      {"/api/00000/click/anna/1/2147483648", 400},
      {"/api/00000/click/anna/1/abc", 400},
      {"/api/00000/click/an%5Cna/1/42", 400},
      {"/api/00000/click/anna/1/42?x=%zz", 400},
      {"/api/00000/click/anna/1/", 400},
      {"/api/00000/buy/anna/1/42?quantity=0", 400},
      {"/api/00000/clickrecommended/anna/1/42", 400},
      {"/api/00000/click/anna", 400},
      {"/api/00000", 404},
  };
  test_shop shop;
  for (const auto& each : cases) EXPECT_EQ(shop.get(each.target).status, each.status) << each.target;
  EXPECT_TRUE(shop.events().empty());
}

TEST(track, any_configured_solution_id_reaches_the_service_and_no_other) {
  test_shop shop;
  api::endpoint_settings settings{.public_event_host = "event.example"};
  settings.solution_ids = {"shop"};
  shop.endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(settings));
  for (const auto* target : {"/shop/00000/click/anna/1/42", "/api/00000/click/anna/1/42", "/click/anna/1/42",
                             "/shop/00000/triggeropened/anna?triggername=x"})
    EXPECT_EQ(shop.get(target).status, 200) << target;
  const auto refused = shop.get("/ebl/00000/click/anna/1/42");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.body, "no such path: the first segment is no solution id such as api\n");
  EXPECT_EQ(shop.get("/Shop/00000/click/anna/1/42").status, 404);
}

TEST(track, links_without_solution_and_customer_mean_the_only_customer) {
  test_shop shop;
  EXPECT_EQ(shop.get("/clickrecommended/johndoe/1/155?scenario=also_bought").status, 200);
  EXPECT_EQ(shop.post("/Rendered/john%2Fdoe/1/128,129", "lang=de").status, 204);
  EXPECT_EQ(shop.get("http://event.example/click/johndoe/1/3").status, 200);
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 4U);
  EXPECT_EQ(stored[0].details, "s=also_bought");
  EXPECT_EQ(stored[0].user, shop.hasher.hash("00000", "johndoe"));
  EXPECT_EQ(stored[1].user, shop.hasher.hash("00000", "john/doe"));
  EXPECT_EQ(stored[3].item.number, 3U);
  const auto refused = shop.get("/click/johndoe/1/x");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(field_of(refused, "X-Footfall-Event"), "refused; reason=bad_parameter");
  const auto recent = shop.owner->recent.newest();
  EXPECT_EQ(recent.size(), 4U);
  EXPECT_TRUE(std::ranges::any_of(recent, [](const customer::recent_request& each) {
    return each.fate == events::fate::refused && each.type == events::event_type::click;
  }));
  EXPECT_EQ(shop.send(http::method::options, "/click/johndoe/1/3", "", {}).status, 204);
  for (const auto* other :
       {"/clack/johndoe/1/3", "/login/johndoe/1/3", "/click/johndoe/1", "/click/johndoe/1/3/4"})
    EXPECT_EQ(shop.get(other).status, 404) << other;
  EXPECT_NE(shop.admin(http::method::post, "/admin/customers/00000/events/explain", "//x/click/johndoe/1/3")
                .body.find(R"("verdict":"stored")"),
            std::string::npos);
}

TEST(track, links_without_customer_are_unknown_where_there_are_several) {
  test_shop shop;
  auto directory = boost::make_shared<customer::customer_directory>();
  directory->add(shop.owner);
  customer::customer_settings other;
  other.id = "other";
  directory->add(boost::make_shared<customer::customer>(
      customer_number{2}, boost::make_shared<const customer::customer_settings>(other)));
  shop.customers.publish(std::move(directory));
  EXPECT_EQ(shop.get("/click/johndoe/1/3").status, 404);
  EXPECT_TRUE(shop.events().empty());
}

TEST(track, while_the_state_comes_back_events_are_put_off) {
  test_shop shop;
  shop.state.replayed = false;
  const auto answer = shop.get("/api/00000/click/anna/1/42");
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(shop.events().empty());
}

TEST(track, other_sites_may_use_the_pixel_and_methods_are_told) {
  test_shop shop;
  const auto answer = shop.send(http::method::options, "/api/00000/click/anna/1/42", "", {});
  EXPECT_EQ(answer.status, 204);
  const auto has = [&](std::string_view name, std::string_view value) {
    for (const auto& [field, content] : answer.fields)
      if (field == name && content == value) return true;
    return false;
  };
  EXPECT_TRUE(has("Access-Control-Allow-Origin", "*"));
  EXPECT_TRUE(has("Allow", "GET, HEAD, POST, OPTIONS"));
  EXPECT_EQ(shop.send(http::method::del, "/api/00000/click/anna/1/42", "", {}).status, 405);
}

}  // namespace
}  // namespace footfall::test
