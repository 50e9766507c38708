// Models as people edit them, parts of documents that have addresses of their own, and what was before.
#include "footfall/settings/documents.hpp"
#include "test_shop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace footfall::test {
namespace {

using nlohmann::json;

constexpr auto reds = R"({"id": "reds", "type": "POPULARITY_SHORT_CLICK",
  "submodels": [{"key": "colour", "groups": [{"values": ["red", "pink"]}]},
                {"key": "price", "intervals": [{"from": 0, "to": 20}]}],
  "segment_groups": [{"id": "gold", "parts": [{"join": "or", "segments": ["7", "country=DE"]}]}]})";

struct model_shop : test_shop {
  using test_shop::test_shop;
  http::response ask(http::method method, const std::string& what, std::string_view body = {}) {
    return send(method, "/api/" + what, body,
                {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}});
  }
  http::response get_v3(const std::string& what) {
    return ask(http::method::get, "v3/00000/structure/" + what);
  }
  http::response post_v3(const std::string& what, std::string_view body) {
    return ask(http::method::post, "v3/00000/structure/" + what, body);
  }
  json told(const std::string& what) { return json::parse(get_v3(what).body); }
};

TEST(edited_models, are_created_shown_changed_and_deleted) {
  model_shop shop;
  EXPECT_EQ(shop.post_v3("create_model", reds).status, 200);
  EXPECT_EQ(shop.told("get_model/reds"), json::parse(reds));
  EXPECT_EQ(shop.post_v3("create_model", reds).status, 409);
  EXPECT_EQ(shop.post_v3("update_model", R"({"id": "reds", "type": "POPULARITY_LONG_CLICK"})").status, 200);
  EXPECT_EQ(shop.told("get_model/reds"), json::parse(R"({"id": "reds", "type": "POPULARITY_LONG_CLICK"})"));
  EXPECT_EQ(shop.post_v3("update_model", R"({"id": "none", "type": "CB"})").status, 404);
  EXPECT_EQ(shop.ask(http::method::del, "v3/00000/structure/delete_model/reds").status, 204);
  EXPECT_EQ(shop.get_v3("get_model/reds").status, 404);
  EXPECT_EQ(shop.ask(http::method::del, "v3/00000/structure/delete_model/top_clicked").status, 409);
}

TEST(edited_models, one_that_a_scenario_names_stays_and_mistakes_are_told) {
  model_shop shop;
  EXPECT_EQ(shop.post_v3("create_model", reds).status, 200);
  EXPECT_EQ(shop.post_v3("create_scenario", R"({"id": "box", "stages": [{"models": ["reds"]}]})").status,
            200);
  const auto answer = shop.ask(http::method::del, "v3/00000/structure/delete_model/reds");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("scenario box"), std::string::npos) << answer.body;
  EXPECT_EQ(shop.get_v3("get_model/reds").status, 200);
  const auto wrong = shop.post_v3("update_model", R"({"id": "reds", "type": "POPULARITY_SHORT_CLIK"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.find("POPULARITY_SHORT_CLICK"), std::string::npos) << wrong.body;
}

// Another version of the program may have stored it: it knew another key.
TEST(edited_models, one_that_is_out_of_force_is_replaced_by_a_right_one) {
  for (const auto* right : {R"({"id": "near", "type": "CF_I2I_BUY"})",
                            R"({"referenceCode": "near", "modelType": "CF_I2I_BUY"})"}) {
    model_shop shop;
    const std::vector<settings::document> stored{
        {settings::document_kind::model, "near",
         R"({"id": "near", "type": "CF_I2I_BUY", "key_of_tomorrow": 1})"}};
    auto writes = settings::document_writes(shop.owner->number, stored[0], shop.time.wall_ms(), {});
    std::vector<events::event> no_events;
    ASSERT_TRUE(shop.log.append_and_wait(no_events, writes));
    shop.owner->change_settings(boost::make_shared<const customer::customer_settings>(
        settings::with_documents(*shop.owner->settings.load(), stored)));
    EXPECT_EQ(shop.get_v3("get_model/near").status, 404);
    EXPECT_EQ(shop.post_v3("create_model", right).status, 409);
    EXPECT_EQ(shop.post_v3("update_model", stored[0].text).status, 400);
    EXPECT_EQ(shop.post_v3("update_model", right).status, 200) << right;
    EXPECT_EQ(shop.told("get_model/near"), json::parse(R"({"id": "near", "type": "CF_I2I_BUY"})"));
  }
}

TEST(edited_models, every_built_in_one_is_the_same_when_it_is_stored_as_it_is_shown) {
  model_shop shop;
  for (const auto& definition : model::built_in_models()) {
    const auto text = shop.get_v3("get_model/" + definition.id).body;
    EXPECT_EQ(shop.post_v3("update_model", text).status, 200) << text;
    const auto now = shop.owner->settings.load();
    const auto stored = std::ranges::find(now->models, definition.id, &model::model_definition::id);
    ASSERT_NE(stored, now->models.end());
    EXPECT_EQ(*stored, definition) << text;
  }
}

TEST(edited_models, are_listed_with_what_is_there_of_them) {
  model_shop shop;
  shop.get("/api/00000/click/anna/1/1");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto list = shop.told("get_model_list")["modelInfoList"];
  const auto find = [&](const std::string& id) {
    return *std::ranges::find_if(list, [&](const json& each) { return each["referenceCode"] == id; });
  };
  EXPECT_EQ(find("top_clicked")["status"], "Active");
  EXPECT_EQ(find("top_clicked")["size"], 1);
  EXPECT_EQ(find("top_clicked")["keyEventType"], "CLICK");
  EXPECT_EQ(find("top_bought")["status"], "Failed, no data");
  EXPECT_EQ(find("random")["keyEventType"], nullptr);
  EXPECT_EQ(shop.post_v3("create_model", reds).status, 200);
  const auto more = shop.told("get_model_list")["modelInfoList"];
  const auto parts =
      std::ranges::find_if(more, [](const json& each) { return each["referenceCode"] == "reds"; });
  EXPECT_EQ((*parts)["submodelSummaries"], json::parse(R"([
    {"attributeKey": "colour", "attributeType": "NOMINAL", "attributeSource": "ITEM", "source": null,
     "groupCount": 1},
    {"attributeKey": "price", "attributeType": "NUMERIC", "attributeSource": "ITEM", "source": null,
     "groupCount": 1}])"));
  EXPECT_EQ(find("also_clicked")["websiteContextSupported"], true);
  EXPECT_EQ(find("last_viewed")["profileContextSupported"], true);
}

TEST(edited_models, attributes_their_values_and_items_can_be_chosen_from) {
  model_shop shop;
  catalog::catalogue_editor editor({});
  for (const std::uint32_t id : {1U, 2U, 3U}) {
    catalog::item told;
    told.id = std::to_string(id);
    told.brand = id == 3 ? "other" : "acme";
    told.attribute("colour", catalog::attribute_type::nominal).texts = {"red"};
    told.attribute("width", catalog::attribute_type::numeric).numbers = {2.5};
    told.attribute("text", catalog::attribute_type::text).texts = {"long"};
    editor.put(*shop.owner->items.add({1, id, {}}), told);
  }
  shop.owner->catalogue.publish(editor.finish());
  catalog::attributed_user anna;
  anna.id = "anna";
  anna.attributes = {{"country", "DE"}};
  shop.owner->user_attributes.put({{1, 2}}, "crm", anna);
  EXPECT_EQ(shop.told("get_attribute_pks?forSubmodelsOnly=true")["attributePks"], json::parse(R"([
    {"key": "brand", "type": "NOMINAL", "attributeSource": "ITEM", "count": 3},
    {"key": "colour", "type": "NOMINAL", "attributeSource": "ITEM", "count": 3},
    {"key": "country", "type": "NOMINAL", "attributeSource": "USER", "count": 1},
    {"key": "width", "type": "NUMERIC", "attributeSource": "ITEM", "count": 3}])"));
  EXPECT_EQ(shop.told("get_attribute_pks")["attributePks"].size(), 5U);
  EXPECT_EQ(shop.told("get_attribute_values/NOMINAL/brand/ITEM")["attributeValues"],
            json::parse(R"([{"value": "acme", "count": 2}, {"value": "other", "count": 1}])"));
  EXPECT_EQ(shop.told("get_attribute_values/NUMERIC/width/ITEM")["attributeValues"],
            json::parse(R"([{"value": "2.5", "count": 3}])"));
  EXPECT_EQ(shop.told("get_attribute_values/NOMINAL/country/USER")["attributeValues"],
            json::parse(R"([{"value": "DE", "count": 1}])"));
  EXPECT_EQ(shop.get_v3("get_attribute_values/COLOUR/brand/ITEM").status, 400);
  EXPECT_EQ(shop.get_v3("get_attribute_values/NOMINAL/brand/SHOP").status, 400);
  const auto elist = [&](const std::string& what) {
    return shop.ask(http::method::get, "v4/00000/elist/" + what);
  };
  EXPECT_EQ(json::parse(elist("get_single_item/1/2").body)["id"], "2");
  EXPECT_EQ(elist("get_single_item/1/9").status, 404);
  EXPECT_EQ(elist("get_single_item/1/x").status, 400);
  const auto two = json::parse(elist("get_list_items/1/3,9,1").body)["items"];
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0]["id"], "3");
  EXPECT_EQ(two[1]["id"], "1");
}

TEST(edited_models, of_a_company_answer_for_one_segment_and_with_the_very_next_purchase) {
  model_shop shop;
  EXPECT_EQ(shop.post_v3("create_model", R"({"id": "colleagues", "type": "B2B_LAST_BUY"})").status, 200);
  EXPECT_EQ(
      shop.post_v3("create_scenario", R"({"id": "company", "stages": [{"models": ["colleagues"]}]})").status,
      200);
  shop.get("/api/00000/click/anna/1/4");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  shop.get("/api/00000/buy/anna/1/5?segments=acme,7");
  shop.events();
  const auto items_for = [&](const std::string& segments) {
    const auto answer = shop.get("/api/v2/00000/bert/company.json?segments=" + segments);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<int> found;
    const auto told = json::parse(answer.body);
    for (const auto& each : told["recommendationItems"]) found.push_back(each["itemId"]);
    return found;
  };
  EXPECT_EQ(items_for("acme"), std::vector<int>{5});
  shop.get("/api/00000/buy/berta/1/4?segments=acme");
  shop.events();
  EXPECT_EQ(items_for("acme").size(), 2U);
  EXPECT_EQ(items_for("other"), std::vector<int>{});
  EXPECT_EQ(shop.get("/api/v2/00000/bert/company.json").status, 409);
  EXPECT_EQ(shop.get("/api/v2/00000/bert/company.json?segments=acme,7").status, 409);
}

TEST(edited_models, of_which_a_scenario_wants_segments_show_what_events_carried) {
  model_shop shop;
  EXPECT_EQ(shop.post_v3("create_scenario", R"({"id": "box", "stages": [
                {"models": [{"model": "top_clicked", "data": "segments"}]}]})")
                .status,
            200);
  shop.get("/api/00000/click/anna/1/587?segments=7,11,14");
  shop.get("/api/00000/click/berta/1/588?segments=7,9,11,14");
  shop.get("/api/00000/click/carl/1/589?segments=7");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto items_for = [&](const std::string& more) {
    std::set<int> found;
    const auto told = json::parse(shop.get("/api/v2/00000/dora/box.json?" + more).body);
    for (const auto& each : told["recommendationItems"]) found.insert(each["itemId"].get<int>());
    return found;
  };
  EXPECT_EQ(items_for("segments=7,11,14"), (std::set<int>{587, 588}));
  EXPECT_EQ(items_for("segments=9"), std::set<int>{588});
  EXPECT_EQ(items_for("segments=12"), (std::set<int>{587, 588, 589})) << "no event has carried it";
  EXPECT_EQ(items_for(""), (std::set<int>{587, 588, 589}));
}

TEST(edited_models, submodels_can_be_changed_alone) {
  model_shop shop;
  EXPECT_EQ(shop.told("get_submodel_list/top_clicked"), json::parse(R"({"submodels": []})"));
  const auto parts = R"({"submodels": [{"key": "colour", "groups": [{"values": ["red"]}]}]})";
  EXPECT_EQ(shop.post_v3("update_submodels/top_clicked", parts).status, 200);
  EXPECT_EQ(shop.told("get_submodel_list/top_clicked"), json::parse(parts));
  EXPECT_EQ(shop.told("get_model/top_clicked")["type"], "POPULARITY_SHORT_CLICK");
  for (const auto* wrong : {R"({"submodels": [{"key": "colour"}]})", R"({"items": []})", "[]", "no JSON",
                            R"({"submodels": [{"key": "price", "intervals": [{"from": 5, "to": 1}]}]})"})
    EXPECT_EQ(shop.post_v3("update_submodels/top_clicked", wrong).status, 400) << wrong;
  EXPECT_EQ(shop.post_v3("update_submodels/bundle", parts).status, 400) << "bundles have no parts";
  EXPECT_EQ(shop.told("get_submodel_list/top_clicked"), json::parse(parts));
}

TEST(edited_models, editorial_lists_can_be_changed_alone) {
  model_shop shop;
  EXPECT_EQ(
      shop.post_v3("create_model", R"({"id": "choice", "type": "EDITOR_BASED", "items": ["1"]})").status,
      200);
  const auto list = R"({"items": ["3", "2/7"]})";
  EXPECT_EQ(shop.ask(http::method::post, "v4/00000/elist/update_list/choice", list).status, 200);
  EXPECT_EQ(json::parse(shop.ask(http::method::get, "v4/00000/elist/get_list/choice").body),
            json::parse(list));
  EXPECT_EQ(shop.ask(http::method::get, "v4/00000/elist/get_list/none").status, 404);
}

TEST(edited_models, lists_of_editors_act_in_the_next_request) {
  model_shop shop;
  for (const auto* item : {"1", "2"}) shop.get("/api/00000/click/anna/1/" + std::string(item));
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto shown = [&](const std::string& scenario) {
    std::vector<int> ids;
    const auto body = json::parse(shop.get("/api/v2/00000/bert/" + scenario + ".json").body);
    for (const auto& each : body.at("recommendationItems")) ids.push_back(each.at("itemId"));
    return ids;
  };
  EXPECT_EQ(shown("popular"), (std::vector<int>{1, 2}));
  const auto list = [](const std::string& id, const std::string& items) {
    return R"({"id": ")" + id + R"(", "type": "EDITOR_BASED", "items": [)" + items + "]}";
  };
  EXPECT_EQ(shop.post_v3("create_model", list("editor_blacklist", R"("2")")).status, 200);
  EXPECT_EQ(shown("popular"), (std::vector<int>{1}));
  const auto change = [&](const std::string& id, const std::string& items) {
    return shop.ask(http::method::post, "v4/00000/elist/update_list/" + id, R"({"items": [)" + items + "]}")
        .status;
  };
  EXPECT_EQ(change("editor_blacklist", R"("1")"), 200);
  EXPECT_EQ(shown("popular"), (std::vector<int>{2}));
  // A list to recommend from, with an item that nobody has looked at.
  EXPECT_EQ(shop.post_v3("create_model", list("choice", R"("2")")).status, 200);
  EXPECT_EQ(shop.post_v3("create_scenario", R"({"id": "box", "stages": [{"models": ["choice"]}]})").status,
            200);
  EXPECT_EQ(change("choice", R"("7", "2", "1")"), 200);
  EXPECT_EQ(shown("box"), (std::vector<int>{7, 2}));
  EXPECT_EQ(shop.ask(http::method::del, "v3/00000/structure/delete_model/editor_blacklist").status, 204);
  EXPECT_EQ(shown("box"), (std::vector<int>{7, 2, 1}));
}

TEST(edited_models, filters_are_two_sets_that_do_not_touch_each_other) {
  model_shop shop;
  EXPECT_EQ(shop.post_v3("create_scenario",
                         R"({"id": "box", "stages": [{"models": ["top_clicked"]}],
                             "filters": {"price_unknown": true, "already_consumed": true}})")
                .status,
            200);
  EXPECT_EQ(shop.told("get_filter_set/standard/box"), json::parse(R"({"price_unknown": true})"));
  EXPECT_EQ(shop.told("get_filter_set/profile/box"), json::parse(R"({"already_consumed": true})"));
  EXPECT_EQ(shop.post_v3("update_filter_set/profile/box", R"({"already_purchased": true})").status, 200);
  EXPECT_EQ(shop.told("get_scenario/box")["filters"],
            json::parse(R"({"price_unknown": true, "already_purchased": true})"));
  EXPECT_EQ(shop.post_v3("update_filter_set/profile/box", R"({"minimum_price": 3})").status, 400);
  EXPECT_EQ(shop.get_v3("get_filter_set/other/box").status, 400);
}

TEST(edited_models, a_scenario_without_filters_is_given_some) {
  model_shop shop;
  EXPECT_EQ(shop.told("get_filter_set/standard/popular"), json::object());
  EXPECT_EQ(shop.post_v3("update_filter_set/standard/popular", R"({"minimum_price": 5})").status, 200);
  EXPECT_EQ(shop.told("get_filter_set/standard/popular"), json::parse(R"({"minimum_price": 5})"));
  EXPECT_EQ(shop.post_v3("update_filter_set/standard/popular", "{}").status, 200);
  EXPECT_EQ(shop.told("get_filter_set/standard/popular"), json::object());
}

TEST(edited_models, of_a_document_the_last_twenty_versions_can_be_looked_up) {
  model_shop shop;
  const auto body = [](int minimum) {
    return fmt::format(
        R"({{"id":"box","stages":[{{"models":["top_clicked"]}}],"filters":{{"minimum_price":{}}}}})",
        minimum);
  };
  EXPECT_EQ(shop.post_v3("create_scenario", body(1)).status, 200);
  for (int edit = 2; edit <= 30; ++edit) {
    shop.time.advance_ms(60'000);
    EXPECT_EQ(shop.post_v3("update_scenario", body(edit)).status, 200);
  }
  auto versions = shop.told("get_history/scenario/box")["versions"];
  ASSERT_EQ(versions.size(), settings::document_versions_max);
  EXPECT_EQ(versions.front()["document"], body(11));
  EXPECT_EQ(versions.back()["document"], body(30));
  EXPECT_EQ(versions.back()["since"], "2026-01-31T12:29:00Z");
  EXPECT_EQ(shop.ask(http::method::del, "v3/00000/structure/delete_scenario/box").status, 204);
  versions = shop.told("get_history/scenario/box")["versions"];
  EXPECT_EQ(versions.back()["removed"], true);
  EXPECT_TRUE(shop.told("get_history/scenario/popular")["versions"].empty());
  EXPECT_EQ(shop.get_v3("get_history/other/box").status, 400);
  // What a start reads is not more than before.
  EXPECT_TRUE(settings::read_documents(**shop.store.make_entity_reader(), shop.owner->number)->empty());
}

}  // namespace
}  // namespace footfall::test
