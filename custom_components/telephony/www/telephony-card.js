var e=Object.defineProperty,t=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(e){throw n=[e],e}},n=(t,n)=>{let r={};for(var i in t)e(r,i,{get:t[i],enumerable:!0});return n||e(r,Symbol.toStringTag,{value:`Module`}),r},r,i,a,o,s,c,l,u=t((()=>{r={12:`-u-hc-h12`,24:`-u-hc-h23`},i=({language:e,locale:t})=>{var n,i,a;return((n=t==null?void 0:t.language)==null?e:n)+((i=r[(a=t==null?void 0:t.time_format)==null?``:a])==null?``:i)},a=[`home-assistant`,`hc-main`],o=()=>Promise.race(a.map(e=>customElements.whenDefined(e))),s=50,c=async()=>{let e=window;for(;!e.hassConnection;)await new Promise(e=>setTimeout(e,s));return(await e.hassConnection).conn},l=()=>document.documentElement.lang||`en`})),d,f,p,m,h,ee,te,ne,re,ie,ae,oe,se,ce,le,ue,de,fe,pe,me,he,ge,g=t((()=>{d=`M18 16H14V18H18V20L21 17L18 14V16M11 4C8.8 4 7 5.8 7 8S8.8 12 11 12 15 10.2 15 8 13.2 4 11 4M11 14C6.6 14 3 15.8 3 18V20H12.5C12.2 19.2 12 18.4 12 17.5C12 16.3 12.3 15.2 12.9 14.1C12.3 14.1 11.7 14 11 14`,f=`M12,5.5A3.5,3.5 0 0,1 15.5,9A3.5,3.5 0 0,1 12,12.5A3.5,3.5 0 0,1 8.5,9A3.5,3.5 0 0,1 12,5.5M5,8C5.56,8 6.08,8.15 6.53,8.42C6.38,9.85 6.8,11.27 7.66,12.38C7.16,13.34 6.16,14 5,14A3,3 0 0,1 2,11A3,3 0 0,1 5,8M19,8A3,3 0 0,1 22,11A3,3 0 0,1 19,14C17.84,14 16.84,13.34 16.34,12.38C17.2,11.27 17.62,9.85 17.47,8.42C17.92,8.15 18.44,8 19,8M5.5,18.25C5.5,16.18 8.41,14.5 12,14.5C15.59,14.5 18.5,16.18 18.5,18.25V20H5.5V18.25M0,20V18.5C0,17.11 1.89,15.94 4.45,15.6C3.86,16.28 3.5,17.22 3.5,18.25V20H0M24,20H20.5V18.25C20.5,17.22 20.14,16.28 19.55,15.6C22.11,15.94 24,17.11 24,18.5V20Z`,p=`M9,5A4,4 0 0,1 13,9A4,4 0 0,1 9,13A4,4 0 0,1 5,9A4,4 0 0,1 9,5M9,15C11.67,15 17,16.34 17,19V21H1V19C1,16.34 6.33,15 9,15M16.76,5.36C18.78,7.56 18.78,10.61 16.76,12.63L15.08,10.94C15.92,9.76 15.92,8.23 15.08,7.05L16.76,5.36M20.07,2C24,6.05 23.97,12.11 20.07,16L18.44,14.37C21.21,11.19 21.21,6.65 18.44,3.63L20.07,2Z`,m=`M19,15.59L17.59,17L14,13.41L10.41,17L9,15.59L12.59,12L9,8.41L10.41,7L14,10.59L17.59,7L19,8.41L15.41,12L19,15.59M22,3A2,2 0 0,1 24,5V19A2,2 0 0,1 22,21H7C6.31,21 5.77,20.64 5.41,20.11L0,12L5.41,3.88C5.77,3.35 6.31,3 7,3H22M22,5H7L2.28,12L7,19H22V5Z`,h=`M20.84,22.73L18.11,20H3V19L5,17V11C5,9.86 5.29,8.73 5.83,7.72L1.11,3L2.39,1.73L22.11,21.46L20.84,22.73M19,15.8V11C19,7.9 16.97,5.17 14,4.29C14,4.19 14,4.1 14,4A2,2 0 0,0 12,2A2,2 0 0,0 10,4C10,4.1 10,4.19 10,4.29C9.39,4.47 8.8,4.74 8.26,5.09L19,15.8M12,23A2,2 0 0,0 14,21H10A2,2 0 0,0 12,23Z`,ee=`M21,19V20H3V19L5,17V11C5,7.9 7.03,5.17 10,4.29C10,4.19 10,4.1 10,4A2,2 0 0,1 12,2A2,2 0 0,1 14,4C14,4.1 14,4.19 14,4.29C16.97,5.17 19,7.9 19,11V17L21,19M14,21A2,2 0 0,1 12,23A2,2 0 0,1 10,21M19.75,3.19L18.33,4.61C20.04,6.3 21,8.6 21,11H23C23,8.07 21.84,5.25 19.75,3.19M1,11H3C3,8.6 3.96,6.3 5.67,4.61L4.25,3.19C2.16,5.25 1,8.07 1,11Z`,te=`M9,5V7H15.59L4,18.59L5.41,20L17,8.41V15H19V5`,ne=`M19.59,7L12,14.59L6.41,9H11V7H3V15H5V10.41L12,17.41L21,8.41`,re=`M20,5.41L18.59,4L7,15.59V9H5V19H15V17H8.41`,ie=`M14,4L16.29,6.29L13.41,9.17L14.83,10.59L17.71,7.71L20,10V4M10,4H4V10L6.29,7.71L11,12.41V20H13V11.59L7.71,6.29`,ae=`M19,6.41L17.59,5L12,10.59L6.41,5L5,6.41L10.59,12L5,17.59L6.41,19L12,13.41L17.59,19L19,17.59L13.41,12L19,6.41Z`,oe=`M12,19A2,2 0 0,0 10,21A2,2 0 0,0 12,23A2,2 0 0,0 14,21A2,2 0 0,0 12,19M6,1A2,2 0 0,0 4,3A2,2 0 0,0 6,5A2,2 0 0,0 8,3A2,2 0 0,0 6,1M6,7A2,2 0 0,0 4,9A2,2 0 0,0 6,11A2,2 0 0,0 8,9A2,2 0 0,0 6,7M6,13A2,2 0 0,0 4,15A2,2 0 0,0 6,17A2,2 0 0,0 8,15A2,2 0 0,0 6,13M18,5A2,2 0 0,0 20,3A2,2 0 0,0 18,1A2,2 0 0,0 16,3A2,2 0 0,0 18,5M12,13A2,2 0 0,0 10,15A2,2 0 0,0 12,17A2,2 0 0,0 14,15A2,2 0 0,0 12,13M18,13A2,2 0 0,0 16,15A2,2 0 0,0 18,17A2,2 0 0,0 20,15A2,2 0 0,0 18,13M18,7A2,2 0 0,0 16,9A2,2 0 0,0 18,11A2,2 0 0,0 20,9A2,2 0 0,0 18,7M12,7A2,2 0 0,0 10,9A2,2 0 0,0 12,11A2,2 0 0,0 14,9A2,2 0 0,0 12,7M12,1A2,2 0 0,0 10,3A2,2 0 0,0 12,5A2,2 0 0,0 14,3A2,2 0 0,0 12,1Z`,se=`M14,19H18V5H14M6,19H10V5H6V19Z`,ce=`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z`,le=`M6.62 10.79C8.06 13.62 10.38 15.94 13.21 17.38L15.41 15.18C15.69 14.9 16.08 14.82 16.43 14.93C17.55 15.3 18.75 15.5 20 15.5C20.55 15.5 21 15.95 21 16.5V20C21 20.55 20.55 21 20 21C10.61 21 3 13.39 3 4C3 3.45 3.45 3 4 3H7.5C8.05 3 8.5 3.45 8.5 4C8.5 5.25 8.7 6.45 9.07 7.57C9.18 7.92 9.1 8.31 8.82 8.59L6.62 10.79M16.5 2C14 2 12 4 12 6.5S14 11 16.5 11 21 9 21 6.5 19 2 16.5 2M16.5 9.5C14.84 9.5 13.5 8.16 13.5 6.5C13.5 5.94 13.65 5.42 13.92 5L18 9.08C17.58 9.35 17.06 9.5 16.5 9.5M19.08 8L15 3.92C15.42 3.65 15.94 3.5 16.5 3.5C18.16 3.5 19.5 4.84 19.5 6.5C19.5 7.06 19.35 7.58 19.08 8Z`,ue=`M20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.06,13.62 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5M18,11L23,6L18,1V4H14V8H18V11Z`,de=`M12,9C10.4,9 8.85,9.25 7.4,9.72V12.82C7.4,13.22 7.17,13.56 6.84,13.72C5.86,14.21 4.97,14.84 4.17,15.57C4,15.75 3.75,15.86 3.5,15.86C3.2,15.86 2.95,15.74 2.77,15.56L0.29,13.08C0.11,12.9 0,12.65 0,12.38C0,12.1 0.11,11.85 0.29,11.67C3.34,8.77 7.46,7 12,7C16.54,7 20.66,8.77 23.71,11.67C23.89,11.85 24,12.1 24,12.38C24,12.65 23.89,12.9 23.71,13.08L21.23,15.56C21.05,15.74 20.8,15.86 20.5,15.86C20.25,15.86 20,15.75 19.82,15.57C19.03,14.84 18.14,14.21 17.16,13.72C16.83,13.56 16.6,13.22 16.6,12.82V9.72C15.15,9.25 13.6,9 12,9Z`,fe=`M23.71,16.67C20.66,13.77 16.54,12 12,12C7.46,12 3.34,13.77 0.29,16.67C0.11,16.85 0,17.1 0,17.38C0,17.65 0.11,17.9 0.29,18.08L2.77,20.56C2.95,20.74 3.2,20.86 3.5,20.86C3.75,20.86 4,20.75 4.18,20.57C4.97,19.83 5.86,19.21 6.84,18.72C7.17,18.56 7.4,18.22 7.4,17.82V14.72C8.85,14.25 10.39,14 12,14C13.6,14 15.15,14.25 16.6,14.72V17.82C16.6,18.22 16.83,18.56 17.16,18.72C18.14,19.21 19.03,19.83 19.82,20.57C20,20.75 20.25,20.86 20.5,20.86C20.8,20.86 21.05,20.74 21.23,20.56L23.71,18.08C23.89,17.9 24,17.65 24,17.38C24,17.1 23.89,16.85 23.71,16.67M6.5,5.5L12,11L19,4L18,3L12,9L7.5,4.5H11V3H5V9H6.5V5.5Z`,pe=`M20.22,2.5L2.5,20.22L3.77,21.5L8.65,16.62C11.76,19.43 15.81,21 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.75,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C12.06,16.8 11,16.06 10.06,15.21L21.5,3.77L20.22,2.5M4,3A1,1 0 0,0 3,4C3,7.57 4.14,11.05 6.24,13.94L7.66,12.5C7.28,11.97 6.93,11.39 6.62,10.79L8.82,8.59C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.25 8.5,4A1,1 0 0,0 7.5,3H4Z`,me=`M4,3A1,1 0 0,0 3,4A17,17 0 0,0 20,21A1,1 0 0,0 21,20V16.5A1,1 0 0,0 20,15.5C18.76,15.5 17.55,15.3 16.43,14.93C16.08,14.82 15.69,14.9 15.41,15.18L13.21,17.38C10.38,15.94 8.07,13.62 6.62,10.79L8.82,8.58C9.1,8.31 9.18,7.92 9.07,7.57C8.7,6.45 8.5,5.24 8.5,4A1,1 0 0,0 7.5,3M16,3V6H13V8H16V11H18V8H21V6H18V3`,he=`M8,5.14V19.14L19,12.14L8,5.14Z`,ge=`M21,9L17,5V8H10V10H17V13M7,11L3,15L7,19V16H14V14H7V11Z`})),_e,ve,ye,be,xe,Se,_,Ce,we,Te=t((()=>{
/**
* @license
* Copyright 2019 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
_e=globalThis,ve=_e.ShadowRoot&&(_e.ShadyCSS===void 0||_e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,ye=Symbol(),be=/* @__PURE__ */ new WeakMap,xe=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==ye)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(ve&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=be.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&be.set(t,e))}return e}toString(){return this.cssText}},Se=e=>new xe(typeof e==`string`?e:e+``,void 0,ye),_=(e,...t)=>{let n=e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]);return new xe(n,e,ye)},Ce=(e,t)=>{if(ve)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=_e.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},we=ve?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return Se(t)})(e):e})),Ee,De,Oe,ke,Ae,je,Me,Ne,Pe,Fe,Ie,Le,Re,ze,Be,Ve,He,Ue=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Te(),{is:Oe,defineProperty:ke,getOwnPropertyDescriptor:Ae,getOwnPropertyNames:je,getOwnPropertySymbols:Me,getPrototypeOf:Ne}=Object,Pe=globalThis,Fe=Pe.trustedTypes,Ie=Fe?Fe.emptyScript:``,Le=Pe.reactiveElementPolyfillSupport,Re=(e,t)=>e,ze={toAttribute(e,t){switch(t){case Boolean:e=e?Ie:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},Be=(e,t)=>!Oe(e,t),Ve={attribute:!0,type:String,converter:ze,reflect:!1,useDefault:!1,hasChanged:Be},(Ee=Symbol).metadata!=null||(Ee.metadata=Symbol(`metadata`)),Pe.litPropertyMetadata!=null||(Pe.litPropertyMetadata=/* @__PURE__ */ new WeakMap),He=class extends HTMLElement{static addInitializer(e){var t;this._$Ei(),((t=this.l)==null?this.l=[]:t).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Ve){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&ke(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){var r;let{get:i,set:a}=(r=Ae(this.prototype,e))==null?{get(){return this[t]},set(e){this[t]=e}}:r;return{get:i,set(t){let r=i==null?void 0:i.call(this);a==null||a.call(this,t),this.requestUpdate(e,r,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){var t;return(t=this.elementProperties.get(e))==null?Ve:t}static _$Ei(){if(this.hasOwnProperty(Re(`elementProperties`)))return;let e=Ne(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(Re(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Re(`properties`))){let e=this.properties,t=[...je(e),...Me(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(we(e))}else e!==void 0&&t.push(we(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){var e;this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),(e=this.constructor.l)==null||e.forEach(e=>e(this))}addController(e){var t,n;((t=this._$EO)==null?this._$EO=/* @__PURE__ */ new Set:t).add(e),this.renderRoot!==void 0&&this.isConnected&&((n=e.hostConnected)==null||n.call(e))}removeController(e){var t;(t=this._$EO)==null||t.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){var e;let t=(e=this.shadowRoot)==null?this.attachShadow(this.constructor.shadowRootOptions):e;return Ce(t,this.constructor.elementStyles),t}connectedCallback(){var e;this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this.enableUpdating(!0),(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostConnected)==null?void 0:t.call(e)})}enableUpdating(e){}disconnectedCallback(){var e;(e=this._$EO)==null||e.forEach(e=>{var t;return(t=e.hostDisconnected)==null?void 0:t.call(e)})}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){var i;let a=(((i=n.converter)==null?void 0:i.toAttribute)===void 0?ze:n.converter).toAttribute(t,n.type);this._$Em=e,a==null?this.removeAttribute(r):this.setAttribute(r,a),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){var i,a,o;let e=n.getPropertyOptions(r),s=typeof e.converter==`function`?{fromAttribute:e.converter}:((i=e.converter)==null?void 0:i.fromAttribute)===void 0?ze:e.converter;this._$Em=r;let c=s.fromAttribute(t,e.type);this[r]=(a=c==null?(o=this._$Ej)==null?void 0:o.get(r):c)==null?c:a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){var a,o;let s=this.constructor;if(!1===r&&(i=this[e]),n!=null||(n=s.getPropertyOptions(e)),!(((a=n.hasChanged)==null?Be:a)(i,t)||n.useDefault&&n.reflect&&i===((o=this._$Ej)==null?void 0:o.get(e))&&!this.hasAttribute(s._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){var o,s,c;n&&!((o=this._$Ej)==null?this._$Ej=/* @__PURE__ */ new Map:o).has(e)&&(this._$Ej.set(e,(s=a==null?t:a)==null?this[e]:s),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&((c=this._$Eq)==null?this._$Eq=/* @__PURE__ */ new Set:c).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot!=null||(this.renderRoot=this.createRenderRoot()),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{var n;e=this.shouldUpdate(t),e?(this.willUpdate(t),(n=this._$EO)==null||n.forEach(e=>{var t;return(t=e.hostUpdate)==null?void 0:t.call(e)}),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){var t;(t=this._$EO)==null||t.forEach(e=>{var t;return(t=e.hostUpdated)==null?void 0:t.call(e)}),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&(this._$Eq=this._$Eq.forEach(e=>this._$ET(e,this[e]))),this._$EM()}updated(e){}firstUpdated(e){}},He.elementStyles=[],He.shadowRootOptions={mode:`open`},He[Re(`elementProperties`)]=/* @__PURE__ */ new Map,He[Re(`finalized`)]=/* @__PURE__ */ new Map,Le==null||Le({ReactiveElement:He}),((De=Pe.reactiveElementVersions)==null?Pe.reactiveElementVersions=[]:De).push(`2.1.2`)}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function We(e,t){if(!nt(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return Xe===void 0?t:Xe.createHTML(t)}function Ge(e,t,n=e,r){var i,a,o;if(t===S)return t;let s=r===void 0?n._$Cl:(i=n._$Co)==null?void 0:i[r],c=tt(t)?void 0:t._$litDirective$;return(s==null?void 0:s.constructor)!==c&&(s==null||(a=s._$AO)==null||a.call(s,!1),c===void 0?s=void 0:(s=new c(e),s._$AT(e,n,r)),r===void 0?n._$Cl=s:((o=n._$Co)==null?n._$Co=[]:o)[r]=s),s!==void 0&&(t=Ge(e,s._$AS(e,t.values),s,r)),t}var Ke,qe,Je,Ye,Xe,Ze,v,Qe,$e,y,et,tt,nt,rt,it,at,ot,st,b,ct,lt,ut,dt,x,ft,S,C,pt,w,mt,ht,gt,_t,vt,yt,bt,xt,St,Ct,wt,Tt,Et=t((()=>{qe=globalThis,Je=e=>e,Ye=qe.trustedTypes,Xe=Ye?Ye.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,Ze=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,Qe=`?`+v,$e=`<${Qe}>`,y=document,et=()=>y.createComment(``),tt=e=>e===null||typeof e!=`object`&&typeof e!=`function`,nt=Array.isArray,rt=e=>nt(e)||typeof(e==null?void 0:e[Symbol.iterator])==`function`,it=`[ 	
\f\r]`,at=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ot=/-->/g,st=/>/g,b=RegExp(`>|${it}(?:([^\\s"'>=/]+)(${it}*=${it}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ct=/'/g,lt=/"/g,ut=/^(?:script|style|textarea|title)$/i,dt=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),x=dt(1),ft=dt(2),dt(3),S=Symbol.for(`lit-noChange`),C=Symbol.for(`lit-nothing`),pt=/* @__PURE__ */ new WeakMap,w=y.createTreeWalker(y,129),mt=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=at;for(let t=0;t<n;t++){var s;let n=e[t],c,l,u=-1,d=0;for(;d<n.length&&(o.lastIndex=d,l=o.exec(n),l!==null);)d=o.lastIndex,o===at?l[1]===`!--`?o=ot:l[1]===void 0?l[2]===void 0?l[3]!==void 0&&(o=b):(ut.test(l[2])&&(i=RegExp(`</`+l[2],`g`)),o=b):o=st:o===b?l[0]===`>`?(o=(s=i)==null?at:s,u=-1):l[1]===void 0?u=-2:(u=o.lastIndex-l[2].length,c=l[1],o=l[3]===void 0?b:l[3]===`"`?lt:ct):o===lt||o===ct?o=b:o===ot||o===st?o=at:(o=b,i=void 0);let f=o===b&&e[t+1].startsWith(`/>`)?` `:``;a+=o===at?n+$e:u>=0?(r.push(c),n.slice(0,u)+Ze+n.slice(u)+v+f):n+v+(u===-2?t:f)}return[We(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},ht=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=mt(t,n);if(this.el=e.createElement(l,r),w.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=w.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(Ze)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?yt:r[1]===`?`?bt:r[1]===`@`?xt:vt}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(ut.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=Ye?Ye.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],et()),w.nextNode(),c.push({type:2,index:++a});i.append(e[t],et())}}}else if(i.nodeType===8){if(i.data===Qe)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}},gt=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){var t;let{el:{content:n},parts:r}=this._$AD,i=((t=e==null?void 0:e.creationScope)==null?y:t).importNode(n,!0);w.currentNode=i;let a=w.nextNode(),o=0,s=0,c=r[0];for(;c!==void 0;){if(o===c.index){let t;c.type===2?t=new _t(a,a.nextSibling,this,e):c.type===1?t=new c.ctor(a,c.name,c.strings,this,e):c.type===6&&(t=new St(a,this,e)),this._$AV.push(t),c=r[++s]}o!==(c==null?void 0:c.index)&&(a=w.nextNode(),o++)}return w.currentNode=y,i}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},_t=class e{get _$AU(){var e,t;return(e=(t=this._$AM)==null?void 0:t._$AU)==null?this._$Cv:e}constructor(e,t,n,r){var i;this.type=2,this._$AH=C,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=(i=r==null?void 0:r.isConnected)==null||i}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&(e==null?void 0:e.nodeType)===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Ge(this,e,t),tt(e)?e===C||e==null||e===``?(this._$AH!==C&&this._$AR(),this._$AH=C):e!==this._$AH&&e!==S&&this._(e):e._$litType$===void 0?e.nodeType===void 0?rt(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==C&&tt(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){var t;let{values:n,_$litType$:r}=e,i=typeof r==`number`?this._$AC(e):(r.el===void 0&&(r.el=ht.createElement(We(r.h,r.h[0]),this.options)),r);if(((t=this._$AH)==null?void 0:t._$AD)===i)this._$AH.p(n);else{let e=new gt(i,this),t=e.u(this.options);e.p(n),this.T(t),this._$AH=e}}_$AC(e){let t=pt.get(e.strings);return t===void 0&&pt.set(e.strings,t=new ht(e)),t}k(t){nt(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(et()),this.O(et()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){var n;for((n=this._$AP)==null||n.call(this,!1,!0,t);e!==this._$AB;){let t=Je(e).nextSibling;Je(e).remove(),e=t}}setConnected(e){var t;this._$AM===void 0&&(this._$Cv=e,(t=this._$AP)==null||t.call(this,e))}},vt=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=C,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=C}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=Ge(this,e,t,0),a=!tt(e)||e!==this._$AH&&e!==S,a&&(this._$AH=e);else{var o;let r=e,s,c;for(e=i[0],s=0;s<i.length-1;s++)c=Ge(this,r[n+s],t,s),c===S&&(c=this._$AH[s]),a||(a=!tt(c)||c!==this._$AH[s]),c===C?e=C:e!==C&&(e+=((o=c)==null?``:o)+i[s+1]),this._$AH[s]=c}a&&!r&&this.j(e)}j(e){e===C?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e==null?``:e)}},yt=class extends vt{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===C?void 0:e}},bt=class extends vt{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==C)}},xt=class extends vt{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){var n;if((e=(n=Ge(this,e,t,0))==null?C:n)===S)return;let r=this._$AH,i=e===C&&r!==C||e.capture!==r.capture||e.once!==r.once||e.passive!==r.passive,a=e!==C&&(r===C||i);i&&this.element.removeEventListener(this.name,this,r),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){var t,n;typeof this._$AH==`function`?this._$AH.call((t=(n=this.options)==null?void 0:n.host)==null?this.element:t,e):this._$AH.handleEvent(e)}},St=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){Ge(this,e)}},Ct={M:Ze,P:v,A:Qe,C:1,L:mt,R:gt,D:rt,V:Ge,I:_t,H:vt,N:bt,U:xt,B:yt,F:St},wt=qe.litHtmlPolyfillSupport,wt==null||wt(ht,_t),((Ke=qe.litHtmlVersions)==null?qe.litHtmlVersions=[]:Ke).push(`3.3.3`),Tt=(e,t,n)=>{var r;let i=(r=n==null?void 0:n.renderBefore)==null?t:r,a=i._$litPart$;if(a===void 0){var o;let e=(o=n==null?void 0:n.renderBefore)==null?null:o;i._$litPart$=a=new _t(t.insertBefore(et(),e),e,void 0,n==null?{}:n)}return a._$AI(e),a}})),Dt,Ot,kt,T,At,jt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Ue(),Ue(),Et(),Et(),kt=globalThis,T=class extends He{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){var e;let t=super.createRenderRoot();return(e=this.renderOptions).renderBefore!=null||(e.renderBefore=t.firstChild),t}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Tt(t,this.renderRoot,this.renderOptions)}connectedCallback(){var e;super.connectedCallback(),(e=this._$Do)==null||e.setConnected(!0)}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this._$Do)==null||e.setConnected(!1)}render(){return S}},T._$litElement$=!0,T.finalized=!0,(Dt=kt.litElementHydrateSupport)==null||Dt.call(kt,{LitElement:T}),At=kt.litElementPolyfillSupport,At==null||At({LitElement:T}),((Ot=kt.litElementVersions)==null?kt.litElementVersions=[]:Ot).push(`4.2.2`)})),Mt=t((()=>{})),E=t((()=>{
/**
* @license
* Copyright 2022 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Ue(),Et(),jt(),Mt()})),D,Nt=t((()=>{D=e=>(t,n)=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
n===void 0?customElements.define(e,t):n.addInitializer(()=>{customElements.define(e,t)})}}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
function O(e){return(t,n)=>typeof n==`object`?Ft(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}var Pt,Ft,It=t((()=>{Ue(),Pt={attribute:!0,type:String,converter:ze,reflect:!1,hasChanged:Be},Ft=(e=Pt,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=/* @__PURE__ */ new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)}}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function k(e){return O({...e,state:!0,attribute:!1})}var Lt=t((()=>{It()})),Rt=t((()=>{})),zt,Bt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
zt=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n)}));
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function Vt(e,t){return(n,r,i)=>{let a=t=>{var n,r;return(n=(r=t.renderRoot)==null?void 0:r.querySelector(e))==null?null:n};if(t){let{get:e,set:t}=typeof r==`object`?n:i==null?(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})():i;return zt(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return zt(n,r,{get(){return a(this)}})}}var Ht=t((()=>{Bt()})),Ut=t((()=>{})),Wt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),Gt=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),Kt=t((()=>{
/**
* @license
* Copyright 2021 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
})),A=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Nt(),It(),Lt(),Rt(),Ht(),Ut(),Wt(),Gt(),Kt()})),qt,Jt,Yt,Xt=t((()=>{qt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Jt=e=>(...t)=>({_$litDirective$:e,values:t}),Yt=class{constructor(e){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}}})),Zt,Qt,$t,en,j,tn,nn,rn,an,on=t((()=>{Et(),{I:Zt}=Ct,Qt=e=>e,$t=()=>document.createComment(``),en=(e,t,n)=>{
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0){let t=r.insertBefore($t(),i),a=r.insertBefore($t(),i);n=new Zt(t,a,e,e.options)}else{let t=n._$AB.nextSibling,o=n._$AM,s=o!==e;if(s){var a;let t;(a=n._$AQ)==null||a.call(n,e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==o._$AU&&n._$AP(t)}if(t!==i||s){let e=n._$AA;for(;e!==t;){let t=Qt(e).nextSibling;Qt(r).insertBefore(e,i),e=t}}}return n},j=(e,t,n=e)=>(e._$AI(t,n),e),tn={},nn=(e,t=tn)=>e._$AH=t,rn=e=>e._$AH,an=e=>{e._$AR(),e._$AA.remove()}})),sn,cn,ln=t((()=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
Et(),Xt(),on(),sn=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},cn=Jt(class extends Yt{constructor(e){if(super(e),e.type!==qt.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){var i;let a=rn(e),{values:o,keys:s}=this.dt(t,n,r);if(!Array.isArray(a))return this.ut=s,o;let c=(i=this.ut)==null?this.ut=[]:i,l=[],u,d,f=0,p=a.length-1,m=0,h=o.length-1;for(;f<=p&&m<=h;)if(a[f]===null)f++;else if(a[p]===null)p--;else if(c[f]===s[m])l[m]=j(a[f],o[m]),f++,m++;else if(c[p]===s[h])l[h]=j(a[p],o[h]),p--,h--;else if(c[f]===s[h])l[h]=j(a[f],o[h]),en(e,l[h+1],a[f]),f++,h--;else if(c[p]===s[m])l[m]=j(a[p],o[m]),en(e,a[f],a[p]),p--,m++;else if(u===void 0&&(u=sn(s,m,h),d=sn(c,f,p)),u.has(c[f])){if(u.has(c[p])){let t=d.get(s[m]),n=t===void 0?null:a[t];if(n===null){let t=en(e,a[f]);j(t,o[m]),l[m]=t}else l[m]=j(n,o[m]),en(e,a[f],n),a[t]=null;m++}else an(a[p]),p--}else an(a[f]),f++;for(;m<=h;){let t=en(e,l[h+1]);j(t,o[m]),l[m++]=t}for(;f<=p;){let e=a[f++];e!==null&&an(e)}return this.ut=s,nn(e,l),S}})})),un=t((()=>{ln()})),M,dn,fn,N=t((()=>{M=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-command`,{detail:t,bubbles:!0,composed:!0}))},dn=async(e,t)=>{let{action:n,line:r,data:i={}}=t;await e.sendMessagePromise({type:`call_service`,domain:`telephony`,service:n,service_data:r.in_group?{...i,line:r.line}:i,target:{device_id:r.device_id}})},fn=e=>{var t;return(t=e==null?void 0:e.message)==null?String(e):t}})),pn,mn,hn,gn,_n,vn=t((()=>{pn=[`calls`,`dial`,`lamps`,`log`],mn=e=>Array.isArray(e)&&e.every(e=>typeof e==`string`),hn=e=>{var t,n;for(let t of[`devices`,`sections`,`lamps`])if(e[t]!==void 0&&!mn(e[t]))throw Error(`${t} must be a list of texts`);let r=(t=e.sections)==null?void 0:t.find(e=>!pn.includes(e));if(r)throw Error(`Unknown section ${r}: use ${pn.join(`, `)}`);let i=(n=e.log_limit)==null?10:n;if(!Number.isInteger(i)||i<1||i>100)throw Error(`log_limit must be a whole number from 1 to 100`);return e},gn=e=>{var t;return(t=e.sections)==null?pn:t},_n=e=>{var t,n;let r=gn(e),i=r.includes(`lamps`)?e.lamps:[];return{type:`telephony/subscribe`,...((t=e.devices)==null?void 0:t.length)&&{device_ids:e.devices},...i&&{lamp_device_ids:i},log_limit:r.includes(`log`)||r.includes(`dial`)?(n=e.log_limit)==null?10:n:0}}})),yn,bn,xn,Sn=t((()=>{yn=({entities:e={}})=>Object.keys(e).filter(t=>{var n,r;return((n=e[t])==null?void 0:n.platform)===`telephony`&&((r=e[t])==null?void 0:r.translation_key)===`connected`}),bn=class{constructor(){this.down=[],this.sensors=[],this.states=[]}update(e){e.entities!==this.entities&&(this.entities=e.entities,this.sensors=yn(e),this.states=[]);let t=this.sensors.map(t=>{var n;return(n=e.states)==null?void 0:n[t]});return t.length===this.states.length&&t.every((e,t)=>e===this.states[t])?!1:(this.states=t,this.down=this.sensors.flatMap((n,r)=>this.whenDown(e,n,t[r])),!0)}whenDown(e,t,n){var r,i,a,o,s,c,l;let u=(r=e.devices)==null?void 0:r[(i=(a=e.entities)==null||(a=a[t])==null?void 0:a.device_id)==null?``:i];return!n||n.state===`on`||!(u!=null&&u.config_entry_id)?[]:[{connection:u.config_entry_id,name:(o=(s=u.name_by_user)==null?u.name:s)==null?``:o,reason:n.attributes.reason?(c=(l=e.formatEntityAttributeValue)==null?void 0:l.call(e,n,`reason`))==null?n.attributes.reason:c:``,since:n.last_changed}]}},xn=async(e,t)=>{let{issues:n=[]}=await e.sendMessagePromise({type:`repairs/list_issues`});return n.some(({domain:e,issue_id:n})=>e===`telephony`&&n.endsWith(`_${t}`))?`/config/repairs`:`/config/integrations/integration/telephony#config_entry=${t}`}})),Cn,wn=t((()=>{Cn={"action.answer":`Annehmen`,"action.back":`Zurück`,"action.call":`Anrufen`,"action.call_from":`Anrufen von`,"action.call_party":`{party} anrufen`,"action.cancel":`Abbrechen`,"action.close":`Schließen`,"action.complete_transfer":`Beide verbinden`,"action.conference":`Konferenz`,"action.consult":`Rückfrage`,"action.decline":`Ablehnen`,"action.deflect":`Umleiten`,"action.hangup":`Auflegen`,"action.hide":`Hier nicht`,"action.hold":`Halten`,"action.mark_read":`{count} verpasst, als gelesen markieren`,"action.pick_up":`Heranholen`,"action.retrieve":`Zurückholen`,"action.send_digits":`Tastenfeld`,"action.switch_call":`Makeln`,"action.transfer":`Vermitteln`,"choice.abroad":`Ausland: {country}. Von hier hat diese Nummer noch niemand angerufen, und Auslandsgespräche können teuer sein.`,"choice.consult":`Erst rückfragen, {party} wartet`,"choice.go_ahead":`Trotzdem`,"choice.transfer":`{party} dorthin vermitteln`,"dial.delete":`Letzte Ziffer löschen`,"dial.keypad":`Tastenfeld zeigen`,"dial.label":`Name oder Nummer`,"dial.none":`Keine Leitung kann hier gerade anrufen`,"direction.incoming":`Eingehender Anruf`,"direction.outgoing":`Ausgehender Anruf`,"direction.to":`an {number}`,"editor.compact":`Kompakte Darstellung`,"editor.devices":`Leitungen und Gruppen`,"editor.devices_help":`Leer lassen für die ersten Leitungen, die der Benutzer sehen darf.`,"editor.lamps":`Leitungen im Besetztlampenfeld`,"editor.lamps_help":`Leer lassen für die anderen Leitungen derselben Verbindungen.`,"editor.log_limit":`Anrufe in der Liste`,"editor.popup_switch":`Schalter für das Anruffenster dieses Browsers`,"editor.sections":`Abschnitte`,"editor.title":`Titel`,"card.description":`Anrufe einer oder mehrerer Leitungen mit allem, was man mit ihnen tun kann`,"card.failed":`Die Leitungen können nicht gezeigt werden: {reason}`,"card.name":`Telefonie`,"card.no_lines":`Keine Leitung zu zeigen: Die Verbindung steht nicht, oder du darfst ihre Leitungen nicht sehen.`,"announce.incoming":`Anruf von {party} auf {line}`,"lamp.help":`{name}: {state}`,"log.all":`Alle`,"log.empty":`Noch keine Anrufe`,"log.missed":`Verpasst`,"log.none_missed":`Keine verpassten Anrufe`,"outcome.answered":`Angenommen`,"outcome.answered_elsewhere":`Anderswo angenommen`,"outcome.busy":`Besetzt`,"outcome.diverted":`Umgeleitet`,"outcome.failed":`Fehlgeschlagen`,"outcome.missed":`Verpasst`,"outcome.rejected":`Abgelehnt`,"outcome.unanswered":`Nicht angenommen`,"outcome.unknown":`Ende nicht gesehen`,"party.anonymous":`Anonym`,"party.unknown":`Unbekannt`,"popup.label":`Eingehende Anrufe`,"popup.off":`Anrufe erscheinen in diesem Browser nicht im Fenster`,"popup.on":`Anrufe erscheinen in diesem Browser im Fenster`,"section.calls":`Leitungen`,"section.dial":`Wählen`,"section.lamps":`Kollegen`,"section.log":`Letzte Anrufe`,"state.connected":`Verbunden`,"state.dialing":`Wählt`,"state.held":`Gehalten`,"state.idle":`Frei`,"state.ringing":`Klingelt`,"state.unavailable":`Nicht verfügbar`,"strategy.calls":`Anrufe`,"strategy.description":`Alle Leitungen mit Anrufen, Anrufliste und Verlauf`,"strategy.history":`Verlauf`,"strategy.missed":`Verpasste Anrufe`,"strategy.no_lines":`Hier gibt es noch keine Leitung. Füge in den Einstellungen einer Telefonie-Verbindung Leitungen hinzu.`,"strategy.states":`Verlauf der Leitungen`,"strategy.statistics":`Statistik`,"strategy.log":`Aktivität`,"banner.no_connection":`Keine Verbindung`,"banner.repair":`Beheben`,"banner.since":`Seit {time}`,"state.not_registered":`Nicht registriert`,"state.out_of_service":`Außer Betrieb`}})),Tn,En=t((()=>{Tn={"action.answer":`Answer`,"action.back":`Back`,"action.call":`Call`,"action.call_from":`Call from`,"action.call_party":`Call {party}`,"action.cancel":`Cancel`,"action.close":`Close`,"action.complete_transfer":`Connect the two`,"action.conference":`Conference`,"action.consult":`Consult`,"action.decline":`Decline`,"action.deflect":`Divert`,"action.hangup":`Hang up`,"action.hide":`Not here`,"action.hold":`Hold`,"action.mark_read":`{count} missed, mark as read`,"action.pick_up":`Pick up`,"action.retrieve":`Retrieve`,"action.send_digits":`Keypad`,"action.switch_call":`Swap`,"action.transfer":`Transfer`,"choice.abroad":`Abroad: {country}. Nobody has called this number from here yet, and calls abroad can be expensive.`,"choice.consult":`Consult first, {party} waits`,"choice.go_ahead":`Go ahead`,"choice.transfer":`Transfer {party} there`,"dial.delete":`Delete the last digit`,"dial.keypad":`Show the keypad`,"dial.label":`Name or number`,"dial.none":`No line here can place calls now`,"direction.incoming":`Incoming call`,"direction.outgoing":`Outgoing call`,"direction.to":`to {number}`,"editor.compact":`Compact look`,"editor.devices":`Lines and groups`,"editor.devices_help":`Leave it empty for the first lines that the user may see.`,"editor.lamps":`Lines shown as lamps`,"editor.lamps_help":`Leave it empty for the other lines of the same connections.`,"editor.log_limit":`Calls in the log`,"editor.popup_switch":`Button for the pop-up of this browser`,"editor.sections":`Sections`,"editor.title":`Title`,"card.description":`Calls of one line or several, with everything that can be done with them`,"card.failed":`The lines cannot be shown: {reason}`,"card.name":`Telephony`,"card.no_lines":`No line to show: the connection is down, or you may not see its lines.`,"announce.incoming":`Incoming call from {party} on {line}`,"lamp.help":`{name}: {state}`,"log.all":`All`,"log.empty":`No calls yet`,"log.missed":`Missed`,"log.none_missed":`No missed calls`,"outcome.answered":`Answered`,"outcome.answered_elsewhere":`Answered elsewhere`,"outcome.busy":`Busy`,"outcome.diverted":`Diverted`,"outcome.failed":`Failed`,"outcome.missed":`Missed`,"outcome.rejected":`Rejected`,"outcome.unanswered":`Unanswered`,"outcome.unknown":`Ended unseen`,"party.anonymous":`Anonymous`,"party.unknown":`Unknown`,"popup.label":`Incoming calls`,"popup.off":`Calls do not pop up in this browser`,"popup.on":`Calls pop up in this browser`,"section.calls":`Lines`,"section.dial":`Dial`,"section.lamps":`Colleagues`,"section.log":`Recent calls`,"state.connected":`Connected`,"state.dialing":`Dialing`,"state.held":`On hold`,"state.idle":`Idle`,"state.ringing":`Ringing`,"state.unavailable":`Unavailable`,"strategy.calls":`Calls`,"strategy.description":`Every line with its calls, log and history`,"strategy.history":`History`,"strategy.missed":`Missed calls`,"strategy.no_lines":`There is no line here yet. Add lines to a Telephony connection in the settings.`,"strategy.states":`Line history`,"strategy.statistics":`Statistics`,"strategy.log":`Activity`,"banner.no_connection":`No connection`,"banner.repair":`Repair`,"banner.since":`Since {time}`,"state.not_registered":`Not registered`,"state.out_of_service":`Out of service`}})),Dn,On=t((()=>{Dn={"action.answer":`Contestar`,"action.back":`Atrás`,"action.call":`Llamar`,"action.call_from":`Llamar desde`,"action.call_party":`Llamar a {party}`,"action.cancel":`Cancelar`,"action.close":`Cerrar`,"action.complete_transfer":`Conectar a los dos`,"action.conference":`Conferencia`,"action.consult":`Consultar`,"action.decline":`Rechazar`,"action.deflect":`Desviar`,"action.hangup":`Colgar`,"action.hide":`Aquí no`,"action.hold":`Retener`,"action.mark_read":`{count} perdidas, marcar como leídas`,"action.pick_up":`Capturar`,"action.retrieve":`Recuperar`,"action.send_digits":`Teclado`,"action.switch_call":`Alternar`,"action.transfer":`Transferir`,"choice.abroad":`Extranjero: {country}. Todavía nadie ha llamado a este número desde aquí, y las llamadas al extranjero pueden ser caras.`,"choice.consult":`Consultar antes, {party} espera`,"choice.go_ahead":`Continuar`,"choice.transfer":`Transferir allí a {party}`,"dial.delete":`Borrar la última cifra`,"dial.keypad":`Mostrar el teclado`,"dial.label":`Nombre o número`,"dial.none":`Ninguna línea puede llamar ahora`,"direction.incoming":`Llamada entrante`,"direction.outgoing":`Llamada saliente`,"direction.to":`a {number}`,"editor.compact":`Aspecto compacto`,"editor.devices":`Líneas y grupos`,"editor.devices_help":`Déjalo vacío para las primeras líneas que el usuario puede ver.`,"editor.lamps":`Líneas mostradas como luces`,"editor.lamps_help":`Déjalo vacío para las demás líneas de las mismas conexiones.`,"editor.log_limit":`Llamadas en el registro`,"editor.popup_switch":`Botón para la ventana de llamada de este navegador`,"editor.sections":`Secciones`,"editor.title":`Título`,"card.description":`Las llamadas de una o varias líneas, con todo lo que se puede hacer con ellas`,"card.failed":`No se pueden mostrar las líneas: {reason}`,"card.name":`Telefonía`,"card.no_lines":`Ninguna línea que mostrar: la conexión está caída o no puedes ver sus líneas.`,"announce.incoming":`Llamada de {party} en {line}`,"lamp.help":`{name}: {state}`,"log.all":`Todas`,"log.empty":`Aún no hay llamadas`,"log.missed":`Perdidas`,"log.none_missed":`Ninguna llamada perdida`,"outcome.answered":`Contestada`,"outcome.answered_elsewhere":`Contestada en otro lugar`,"outcome.busy":`Ocupado`,"outcome.diverted":`Desviada`,"outcome.failed":`Fallida`,"outcome.missed":`Perdida`,"outcome.rejected":`Rechazada`,"outcome.unanswered":`Sin respuesta`,"outcome.unknown":`Final no visto`,"party.anonymous":`Anónimo`,"party.unknown":`Desconocido`,"popup.label":`Llamadas entrantes`,"popup.off":`Las llamadas no aparecen en ventana en este navegador`,"popup.on":`Las llamadas aparecen en ventana en este navegador`,"section.calls":`Líneas`,"section.dial":`Marcar`,"section.lamps":`Colegas`,"section.log":`Llamadas recientes`,"state.connected":`En llamada`,"state.dialing":`Marcando`,"state.held":`Retenida`,"state.idle":`Libre`,"state.ringing":`Sonando`,"state.unavailable":`No disponible`,"strategy.calls":`Llamadas`,"strategy.description":`Todas las líneas con sus llamadas, registro e historial`,"strategy.history":`Historial`,"strategy.missed":`Llamadas perdidas`,"strategy.no_lines":`Aún no hay ninguna línea. Añade líneas a una conexión de Telefonía en los ajustes.`,"strategy.states":`Historial de las líneas`,"strategy.statistics":`Estadísticas`,"strategy.log":`Actividad`,"banner.no_connection":`Sin conexión`,"banner.repair":`Reparar`,"banner.since":`Desde: {time}`,"state.not_registered":`No registrada`,"state.out_of_service":`Fuera de servicio`}})),kn,An=t((()=>{kn={"action.answer":`Répondre`,"action.back":`Retour`,"action.call":`Appeler`,"action.call_from":`Appeler depuis`,"action.call_party":`Appeler {party}`,"action.cancel":`Annuler`,"action.close":`Fermer`,"action.complete_transfer":`Mettre en relation`,"action.conference":`Conférence`,"action.consult":`Consulter`,"action.decline":`Refuser`,"action.deflect":`Dévier`,"action.hangup":`Raccrocher`,"action.hide":`Pas ici`,"action.hold":`Mettre en attente`,"action.mark_read":`{count} manqués, marquer comme lus`,"action.pick_up":`Intercepter`,"action.retrieve":`Reprendre`,"action.send_digits":`Clavier`,"action.switch_call":`Permuter`,"action.transfer":`Transférer`,"choice.abroad":`Étranger : {country}. Personne n’a encore appelé ce numéro d’ici, et les appels à l’étranger peuvent coûter cher.`,"choice.consult":`Consulter d’abord, {party} attend`,"choice.go_ahead":`Continuer`,"choice.transfer":`Y transférer {party}`,"dial.delete":`Effacer le dernier chiffre`,"dial.keypad":`Afficher le clavier`,"dial.label":`Nom ou numéro`,"dial.none":`Aucune ligne ne peut appeler pour le moment`,"direction.incoming":`Appel entrant`,"direction.outgoing":`Appel sortant`,"direction.to":`vers {number}`,"editor.compact":`Présentation compacte`,"editor.devices":`Lignes et groupes`,"editor.devices_help":`Laisser vide pour les premières lignes que l’utilisateur peut voir.`,"editor.lamps":`Lignes affichées en voyants`,"editor.lamps_help":`Laisser vide pour les autres lignes des mêmes connexions.`,"editor.log_limit":`Appels dans le journal`,"editor.popup_switch":`Bouton pour la fenêtre d’appel de ce navigateur`,"editor.sections":`Sections`,"editor.title":`Titre`,"card.description":`Les appels d’une ou de plusieurs lignes, avec tout ce qu’on peut en faire`,"card.failed":`Impossible d’afficher les lignes : {reason}`,"card.name":`Téléphonie`,"card.no_lines":`Aucune ligne à afficher : la connexion est coupée ou vous ne pouvez pas voir ses lignes.`,"announce.incoming":`Appel de {party} sur {line}`,"lamp.help":`{name} : {state}`,"log.all":`Tous`,"log.empty":`Aucun appel pour l’instant`,"log.missed":`Manqués`,"log.none_missed":`Aucun appel manqué`,"outcome.answered":`Répondu`,"outcome.answered_elsewhere":`Répondu ailleurs`,"outcome.busy":`Occupé`,"outcome.diverted":`Dévié`,"outcome.failed":`Échoué`,"outcome.missed":`Manqué`,"outcome.rejected":`Refusé`,"outcome.unanswered":`Sans réponse`,"outcome.unknown":`Fin non observée`,"party.anonymous":`Anonyme`,"party.unknown":`Inconnu`,"popup.label":`Appels entrants`,"popup.off":`Les appels n’apparaissent pas en fenêtre dans ce navigateur`,"popup.on":`Les appels apparaissent en fenêtre dans ce navigateur`,"section.calls":`Lignes`,"section.dial":`Composer`,"section.lamps":`Collègues`,"section.log":`Appels récents`,"state.connected":`En communication`,"state.dialing":`Numérotation`,"state.held":`En attente`,"state.idle":`Libre`,"state.ringing":`Sonne`,"state.unavailable":`Indisponible`,"strategy.calls":`Appels`,"strategy.description":`Toutes les lignes avec leurs appels, leur journal et leur historique`,"strategy.history":`Historique`,"strategy.missed":`Appels manqués`,"strategy.no_lines":`Il n’y a pas encore de ligne. Ajoutez des lignes à une connexion Téléphonie dans les paramètres.`,"strategy.states":`Historique des lignes`,"strategy.statistics":`Statistiques`,"strategy.log":`Activité`,"banner.no_connection":`Pas de connexion`,"banner.repair":`Réparer`,"banner.since":`Depuis : {time}`,"state.not_registered":`Non enregistré`,"state.out_of_service":`Hors service`}})),jn,Mn=t((()=>{jn={"action.answer":`Ответить`,"action.back":`Назад`,"action.call":`Позвонить`,"action.call_from":`Позвонить с линии`,"action.call_party":`Позвонить: {party}`,"action.cancel":`Отмена`,"action.close":`Закрыть`,"action.complete_transfer":`Соединить обоих`,"action.conference":`Конференция`,"action.consult":`Консультация`,"action.decline":`Отклонить`,"action.deflect":`Переадресовать`,"action.hangup":`Завершить`,"action.hide":`Не здесь`,"action.hold":`Удержать`,"action.mark_read":`Пропущено: {count}, отметить прочитанными`,"action.pick_up":`Перехватить`,"action.retrieve":`Снять с удержания`,"action.send_digits":`Клавиатура`,"action.switch_call":`Переключить`,"action.transfer":`Перевести`,"choice.abroad":`За границей: {country}. Отсюда на этот номер ещё не звонили, а звонки за границу могут стоить дорого.`,"choice.consult":`Сначала посоветоваться, {party} ждёт`,"choice.go_ahead":`Продолжить`,"choice.transfer":`Перевести туда: {party}`,"dial.delete":`Стереть последнюю цифру`,"dial.keypad":`Показать клавиатуру`,"dial.label":`Имя или номер`,"dial.none":`Сейчас ни одна линия не может звонить`,"direction.incoming":`Входящий вызов`,"direction.outgoing":`Исходящий вызов`,"direction.to":`на {number}`,"editor.compact":`Компактный вид`,"editor.devices":`Линии и группы`,"editor.devices_help":`Оставьте пустым, чтобы показать первые линии, доступные пользователю.`,"editor.lamps":`Линии в поле занятости`,"editor.lamps_help":`Оставьте пустым, чтобы показать остальные линии тех же подключений.`,"editor.log_limit":`Вызовов в журнале`,"editor.popup_switch":`Кнопка всплывающего окна этого браузера`,"editor.sections":`Разделы`,"editor.title":`Заголовок`,"card.description":`Вызовы одной или нескольких линий и всё, что с ними можно сделать`,"card.failed":`Не удаётся показать линии: {reason}`,"card.name":`Телефония`,"card.no_lines":`Линий нет: подключение недоступно, или эти линии вам не видны.`,"announce.incoming":`Входящий вызов: {party}, линия {line}`,"lamp.help":`{name}: {state}`,"log.all":`Все`,"log.empty":`Вызовов пока нет`,"log.missed":`Пропущенные`,"log.none_missed":`Пропущенных вызовов нет`,"outcome.answered":`Отвечен`,"outcome.answered_elsewhere":`Ответили в другом месте`,"outcome.busy":`Занято`,"outcome.diverted":`Переадресован`,"outcome.failed":`Не удался`,"outcome.missed":`Пропущен`,"outcome.rejected":`Отклонён`,"outcome.unanswered":`Без ответа`,"outcome.unknown":`Конец неизвестен`,"party.anonymous":`Номер скрыт`,"party.unknown":`Неизвестный`,"popup.label":`Входящие вызовы`,"popup.off":`В этом браузере вызовы не всплывают`,"popup.on":`В этом браузере вызовы всплывают`,"section.calls":`Линии`,"section.dial":`Набор`,"section.lamps":`Коллеги`,"section.log":`Последние вызовы`,"state.connected":`Разговор`,"state.dialing":`Набор номера`,"state.held":`На удержании`,"state.idle":`Свободна`,"state.ringing":`Звонит`,"state.unavailable":`Недоступна`,"strategy.calls":`Вызовы`,"strategy.description":`Все линии с вызовами, журналом и историей`,"strategy.history":`История`,"strategy.missed":`Пропущенные вызовы`,"strategy.no_lines":`Линий пока нет. Добавьте линии к подключению «Телефония» в настройках.`,"strategy.states":`История линий`,"strategy.statistics":`Статистика`,"strategy.log":`Активность`,"banner.no_connection":`Нет соединения`,"banner.repair":`Исправить`,"banner.since":`С {time}`,"state.not_registered":`Не зарегистрирована`,"state.out_of_service":`Не обслуживается`}})),Nn,Pn,P,F=t((()=>{wn(),En(),On(),An(),Mn(),Nn={de:Cn,en:Tn,es:Dn,fr:kn,ru:jn},Pn=e=>e in Tn,P=(e,t,n={})=>{var r,i;return Pn(t)?((r=Nn[(i=e.split(`-`)[0])==null?``:i])==null?Tn:r)[t].replace(/\{(\w+)\}/gu,(e,t)=>{var r;return String((r=n[t])==null?``:r)}):t}})),Fn,In,Ln,Rn,zn=t((()=>{vn(),u(),F(),Fn=e=>({select:{multiple:!0,reorder:!0,mode:`dropdown`,options:e}}),In=e=>e.map(({device_id:e,name:t,connection_name:n})=>({value:e,label:`${t} · ${n}`})),Ln=async()=>{let{lines:e}=await(await c()).sendMessagePromise({type:`telephony/lines`});return e},Rn=async()=>{let e=l(),t=In(await Ln()),n=pn.map(t=>({value:t,label:P(e,`section.${t}`)})),r={devices:`editor.devices_help`,lamps:`editor.lamps_help`};return{schema:[{name:`title`,selector:{text:{}}},{name:`devices`,selector:Fn(t)},{name:`sections`,selector:Fn(n)},{name:`lamps`,selector:Fn(t)},{name:`log_limit`,default:10,selector:{number:{min:1,max:100,mode:`box`}}},{name:`compact`,selector:{boolean:{}}},{name:`popup_switch`,default:!0,selector:{boolean:{}}}],computeLabel:({name:t})=>P(e,`editor.${t}`),computeHelper:({name:t})=>r[t]?P(e,r[t]):void 0}}})),Bn,Vn,I,Hn,Un,Wn,Gn,Kn,L=t((()=>{E(),F(),Bn=e=>{var t,n;return(t=(n=e.formatted_number)==null?e.number:n)==null?``:t},Vn=e=>x`<bdi dir="ltr">${e}</bdi>`,I=(e,t)=>e.name?e.name_source===`network`?`\u201c${e.name.replace(/["\u201c-\u201f]/gu,`’`)}\u201d`:e.name:e.number?Bn(e):P(t,e.presentation===`restricted`?`party.anonymous`:`party.unknown`),Hn=(e,t)=>e.name||!e.number?x`<bdi>${I(e,t)}</bdi>`:Vn(Bn(e)),Un=e=>{var t;if(e.name_source===`network`)return``;let n=((t=e.name)==null?``:t).split(/[\s,.-]+/u).filter(e=>/^\p{L}/u.test(e));return(n.length>1?[n[0],n[n.length-1]]:n).map(e=>{var t;return(t=[...e==null?``:e][0])==null?void 0:t.toLocaleUpperCase()}).join(``)},Wn=(e,t)=>/^[A-Z]{2}$/u.test(e)&&`DisplayNames`in Intl?new Intl.DisplayNames([t],{type:`region`}).of(e):void 0,Gn=e=>{let t=Math.max(0,Math.floor(e)),n=e=>String(e).padStart(2,`0`),r=Math.floor(t/60);return r<60?`${r}:${n(t%60)}`:`${Math.floor(r/60)}:${n(r%60)}:${n(t%60)}`},Kn=(e,t,n=/* @__PURE__ */ new Date)=>{let r=new Date(e.started_at),i=r.toDateString()===n.toDateString()?{timeStyle:`short`}:{day:`numeric`,month:`short`,hour:`numeric`,minute:`2-digit`};return new Intl.DateTimeFormat(t,i).format(r)}})),qn,Jn,Yn,Xn=t((()=>{qn=({entities:e={}})=>{var t;return(t=Object.values(e).find(({platform:e,translation_key:t})=>e===`telephony`&&t===`state`))==null?void 0:t.device_id},Jn=(e,t)=>{var n;let r=(n=e.entities)==null?void 0:n[t];return(r==null?void 0:r.platform)!==`telephony`||!r.device_id?null:{config:{type:`custom:telephony-card`,devices:[r.device_id]}}},Yn=e=>{var t,n;let r=window;((t=r.customCards)==null?r.customCards=[]:t).push({type:`telephony-card`,name:e(`card.name`),description:e(`card.description`),preview:!0,getEntitySuggestion:Jn}),((n=r.customStrategies)==null?r.customStrategies=[]:n).push({type:`telephony`,strategyType:`dashboard`,name:e(`card.name`),description:e(`strategy.description`)})}})),Zn,Qn,$n,er,tr,nr=t((()=>{Zn=`telephony-popup`,Qn=`telephony-popup-choice`,$n=()=>{let e=localStorage.getItem(Zn);return e===null?void 0:e===`on`},er=e=>{localStorage.setItem(Zn,e?`on`:`off`),window.dispatchEvent(new Event(Qn))},tr=e=>(window.addEventListener(Qn,e),window.addEventListener(`storage`,e),()=>{window.removeEventListener(Qn,e),window.removeEventListener(`storage`,e)})})),rr,ir,ar,or,sr,cr,lr,ur,dr,fr=t((()=>{rr={lines:/* @__PURE__ */ new Map,lamps:/* @__PURE__ */ new Map,skew:0},ir=(e,{log_added:t,log_length:n,...r})=>{var i;let a={...e,...r};return t&&(a.log=[...t,...(i=e==null?void 0:e.log)==null?[]:i].slice(0,n)),a},ar=(e,t)=>({...e,...t}),or=(e,t,n,r)=>{if(!t&&!n.some(t=>e.has(t)))return e;let i=new Map(e);for(let e of n)i.delete(e);for(let[e,n]of Object.entries(t==null?{}:t))i.set(e,r(i.get(e),n));return i},sr=(e,t,n=Date.now())=>{var r;let i=t.snapshot?rr:e,a=(r=t.removed)==null?[]:r;return{lines:or(i.lines,t.lines,a,ir),lamps:or(i.lamps,t.lamps,a,ar),skew:Date.parse(t.now)-n}},cr=(e,{calls:t,removed:n})=>{if(!n)return t;let r=/* @__PURE__ */ new Set([...n,...t.map(({call:e})=>e.call_id)]);return[...e.filter(({call:e})=>!r.has(e.call_id)),...t].sort((e,t)=>e.call.started_at<t.call.started_at?-1:1)},lr=({lines:e,lamps:t,skew:n})=>({lines:new Map([...e].map(([e,t])=>[e,{...t,available:!1}])),lamps:new Map([...t].map(([e,t])=>[e,{...t,available:!1}])),skew:n}),ur=/* @__PURE__ */ new WeakMap,dr=e=>{if(e.available)return e;let t=ur.get(e);if(t)return t;let n={...e,state:`idle`,actions:[],calls:[]};return ur.set(e,n),n}})),R,z,B,V,H=t((()=>{E(),R=e=>x`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${ft`<path d=${e} />`}</svg>`,z=Se(`@supports not (color: color-mix(in srgb, red, red))`),B=_`
  :host {
    --phone-ringing: #c05f00;
    --phone-connected: #2e7d32;
    --phone-dialing: #1976d2;
    --phone-held: #6a5acd;
    --phone-idle: #767676;
    --phone-danger: #c62828;
    --phone-text: var(--primary-text-color, #141414);
    --phone-quiet: var(--secondary-text-color, #5e5e5e);
    --phone-surface: var(--ha-card-background, var(--card-background-color, #fff));
    --phone-line: var(--divider-color, rgb(0 0 0 / 0.12));
    --phone-tint: color-mix(in srgb, var(--phone-text) 7%, transparent);
    color: var(--phone-text);
  }
  ${z} {
    :host {
      --phone-tint: rgb(127 127 127 / 0.18);
    }
  }
  [hidden] {
    display: none !important;
  }
`,V=_`
  button {
    font: inherit;
    color: inherit;
    border: 0;
    margin: 0;
    background: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  a:focus-visible,
  button:focus-visible,
  input:focus-visible,
  select:focus-visible {
    outline: 3px solid var(--primary-color, #0288d1);
    outline-offset: 2px;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  .icon {
    width: 1.5em;
    height: 1.5em;
    flex: none;
    fill: currentColor;
  }
  .push {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 44px;
    padding: 0 16px;
    border-radius: 22px;
    background: var(--phone-tint);
    font-weight: 500;
    transition: background-color 120ms ease, transform 120ms ease;
  }
  .push:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-text) 13%, transparent);
  }
  .push:active:not(:disabled) {
    transform: scale(0.97);
  }
  .push.good,
  .push.bad {
    color: #fff;
    background: var(--phone-connected);
  }
  .push.bad {
    background: var(--phone-danger);
  }
  .push.good:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-connected) 88%, #000);
  }
  .push.bad:hover:not(:disabled) {
    background: color-mix(in srgb, var(--phone-danger) 88%, #000);
  }
  ${z} {
    .push:hover:not(:disabled) {
      background: var(--phone-tint);
    }
    .push.good:hover:not(:disabled) {
      background: var(--phone-connected);
    }
    .push.bad:hover:not(:disabled) {
      background: var(--phone-danger);
    }
  }
  .round {
    display: inline-grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    color: var(--phone-quiet);
  }
  .round:hover {
    background: var(--phone-tint);
  }
  .chip {
    min-height: 44px;
    padding: 0 14px;
    border-radius: 22px;
    color: var(--phone-quiet);
    font-size: 0.875em;
    font-weight: 500;
  }
  .chip[aria-pressed="true"] {
    color: var(--phone-text);
    background: var(--phone-tint);
  }
  h2,
  h3 {
    margin: 0;
    font-size: 0.875em;
    font-weight: 500;
    color: var(--phone-quiet);
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`})),pr,mr=t((()=>{pr=class{constructor(e,t,n){this.host=e,this.onMessage=t,this.onLost=n,this.error=``,this.request=``,this.generation=0,e.addController(this)}hostConnected(){this.start()}hostDisconnected(){this.stop()}set(e,t){let n=JSON.stringify(t);(e!==this.connection||n!==this.request)&&(this.stop(),this.connection=e,this.request=n,this.host.isConnected&&this.start())}start(){this.stop(),this.connection&&(this.connection.addEventListener(`disconnected`,this.onLost),this.subscribe(this.connection,++this.generation))}stop(){var e,t;this.generation++,(e=this.connection)==null||e.removeEventListener(`disconnected`,this.onLost),(t=this.end)==null||t.call(this),this.end=void 0}async subscribe(e,t){let n=()=>t===this.generation;try{let t=await e.subscribeMessage(e=>{n()&&this.onMessage(e)},JSON.parse(this.request));if(!n())return void t();this.end=t,this.error=``}catch(e){var r;if(!n())return;this.error=(r=e.message)==null?String(e):r}this.host.requestUpdate()}}})),hr,U,gr,_r,vr,yr,br,xr=t((()=>{E(),hr=e=>{var t;let n=e;if(n.showModal)return n.showModal();e.classList.add(`layer`),e.setAttribute(`open`,``),e.setAttribute(`role`,`dialog`),e.setAttribute(`aria-modal`,`true`),e.onkeydown=({key:t})=>t===`Escape`&&U(e),(t=e.querySelector(`button, select`))==null||t.focus()},U=e=>{let t=e;if(t.close)return t.close();e.hasAttribute(`open`)&&(e.removeAttribute(`open`),e.dispatchEvent(new Event(`close`)))},gr=()=>`togglePopover`in HTMLElement.prototype?``:`layer away`,_r=(e,t)=>{let n=e;n.togglePopover?n.togglePopover(t):e.className=t?`layer`:`layer away`},vr=()=>{if(!CSS.supports(`selector(:modal)`))return!1;let e=document.activeElement;for(;e;){var t,n;if(e.closest(`:modal`))return!0;e=(t=(n=e.shadowRoot)==null?void 0:n.activeElement)==null?null:t}return!1},yr=(e,t)=>{var n,r;let{left:i,top:a,width:o,height:s}=t.getBoundingClientRect(),c=(n=(r=document).elementFromPoint)==null?void 0:n.call(r,i+o/2,a+s/2);return!!c&&c!==e},br=_`
  dialog:not([open]),
  .layer.away {
    display: none;
  }
  .layer {
    display: block;
    position: fixed;
    z-index: 2147483647;
  }
  dialog.layer {
    top: 50%;
    left: 50%;
    margin: 0;
    transform: translate(-50%, -50%);
    box-shadow: 0 0 0 100vmax rgb(0 0 0 / 0.45);
  }
`})),Sr,Cr=t((()=>{E(),xr(),H(),Sr=_`
  ${br}
  dialog {
    width: min(420px, calc(100vw - 32px));
    max-height: calc(100vh - 32px);
    max-height: calc(100dvh - 32px);
    box-sizing: border-box;
    padding: 24px;
    border: 0;
    border-radius: 24px;
    color: var(--phone-text);
    background: var(--phone-surface);
    box-shadow: 0 8px 40px rgb(0 0 0 / 0.35);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  dialog h3 {
    margin: 0;
    font-size: 1.5rem;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  dialog p {
    margin: 4px 0 0;
    color: var(--phone-quiet);
    font-variant-numeric: tabular-nums;
  }
  dialog .options {
    display: grid;
    gap: 8px;
    margin-top: 20px;
  }
  dialog .push {
    min-height: 48px;
    border-radius: 24px;
  }
  select {
    font: inherit;
    color: inherit;
    min-height: 44px;
    padding: 0 8px 0 12px;
    border: 1px solid;
    border-color: color-mix(in srgb, var(--phone-text) 50%, transparent);
    border-radius: 12px;
    background: var(--phone-surface);
  }
  label {
    display: grid;
    gap: 4px;
    font-size: 0.875em;
    color: var(--phone-quiet);
  }
  label select {
    font-size: 1rem;
    color: var(--phone-text);
  }
  ${z} {
    select {
      border-color: var(--phone-idle);
    }
  }
`}));function W(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var G=t((()=>{})),wr,Tr,Er,Dr,Or=t((()=>{E(),A(),F(),H(),G(),Tr=[...`123456789*0#`],Er={0:`+`,2:`ABC`,3:`DEF`,4:`GHI`,5:`JKL`,6:`MNO`,7:`PQRS`,8:`TUV`,9:`WXYZ`},Dr=(wr=class extends T{constructor(...e){super(...e),this.language=`en`}render(){return x`<div role="group" aria-label=${P(this.language,`action.send_digits`)}>
      ${Tr.map(e=>x`<button
          type="button"
          class="push"
          data-digit=${e}
          aria-label=${e}
          @click=${()=>this.press(e)}
        >
          <b>${e}</b><small>${Er[e]}</small>
        </button>`)}
    </div>`}press(e){this.dispatchEvent(new CustomEvent(`telephony-digit`,{detail:e}))}},wr.styles=[B,V,_`
      div {
        display: grid;
        grid-template-columns: repeat(3, minmax(64px, 96px));
        justify-content: center;
        gap: 8px;
        margin-top: 12px;
      }
      .push {
        flex-direction: column;
        gap: 0;
        min-height: 56px;
        border-radius: 28px;
      }
      b {
        font-size: 1.375rem;
        font-weight: 400;
        line-height: 1.1;
      }
      small {
        font-size: 0.625rem;
        letter-spacing: 0.1em;
        min-height: 1.1em;
        color: var(--phone-quiet);
      }
    `],wr),W([O()],Dr.prototype,`language`,void 0),Dr=W([D(`telephony-keypad`)],Dr)})),kr,Ar,jr,Mr,Nr,Pr,K,Fr=t((()=>{g(),E(),A(),L(),F(),H(),Or(),G(),Ar=150,jr=8,Mr=/[\s().\-/]/gu,Nr=({name:e,number:t},n)=>e.toLocaleLowerCase().includes(n.toLocaleLowerCase())||t.includes(n.replace(Mr,``)||n),Pr=e=>{let t=e.map(({number:e})=>e);return e.filter(({number:e},n)=>t.indexOf(e)===n)},K=(kr=class extends T{constructor(...e){super(...e),this.known=[],this.search=async()=>[],this.language=`en`,this.submit=`action.call`,this.submitIcon=ce,this.disabled=!1,this.value=``,this.found=[],this.opened=!1,this.active=-1,this.keypad=!1}focus(){this.input.focus()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer)}updated(e){if(e.has(`active`)){var t;(t=this.renderRoot.querySelector(`[aria-selected="true"]`))==null||t.scrollIntoView({block:`nearest`})}}get suggestions(){let e=this.known.filter(e=>Nr(e,this.value));return Pr(this.value?[...this.found,...e]:e).slice(0,jr)}render(){let e=this.opened?this.suggestions:[];return x`
      <form @submit=${this.done} @focusout=${this.left}>
        <div class="field">
          ${this.field(e)} ${this.toggle()}
          <button class="push good" ?disabled=${!this.value.trim()||this.disabled}>
            ${R(this.submitIcon)}<span>${P(this.language,this.submit)}</span>
          </button>
        </div>
        ${this.list(e)}
        ${this.keypad?x`<telephony-keypad
                .language=${this.language}
                @telephony-digit=${e=>this.type(e.detail)}
              ></telephony-keypad>`:C}
      </form>
    `}field(e){let t=P(this.language,`dial.label`);return x`<input
      type="text"
      inputmode="text"
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      aria-label=${t}
      placeholder=${t}
      aria-expanded=${e.length>0}
      aria-controls="suggestions"
      aria-autocomplete="list"
      aria-activedescendant=${this.active<0?C:`suggestion-${this.active}`}
      .value=${this.value}
      ?disabled=${this.disabled}
      @input=${()=>this.change(this.input.value)}
      @focus=${()=>this.opened=!0}
      @keydown=${this.key}
    />`}toggle(){let e=this.keypad&&this.value,t=P(this.language,e?`dial.delete`:`dial.keypad`);return x`<button
      type="button"
      class="round"
      aria-label=${t}
      title=${t}
      aria-expanded=${e?C:this.keypad}
      @click=${()=>e?this.change(this.value.slice(0,-1)):this.keypad=!this.keypad}
    >
      ${R(e?m:oe)}
    </button>`}list(e){return x`<ul
      id="suggestions"
      role="listbox"
      aria-label=${P(this.language,`dial.label`)}
      ?hidden=${!e.length}
    >
      ${e.map((e,t)=>x`<li
          id="suggestion-${t}"
          role="option"
          aria-selected=${t===this.active}
          @pointerdown=${e=>e.preventDefault()}
          @click=${()=>this.pick(e)}
        >
          ${e.name===e.number?C:x`<bdi>${e.name}</bdi>`}
          ${Vn(Bn(e))}
        </li>`)}
    </ul>`}key(e){let t=this.suggestions;if(e.key===`Escape`&&this.opened&&t.length)this.opened=!1,e.preventDefault();else if(e.key===`ArrowDown`||e.key===`ArrowUp`){let n=e.key===`ArrowDown`?1:-1;this.opened=!0,this.active=Math.max(-1,Math.min(t.length-1,this.active+n)),e.preventDefault()}else e.key===`Enter`&&this.opened&&t[this.active]&&(this.pick(t[this.active]),e.preventDefault())}type(e){this.change(this.value+e),this.opened=!1}change(e){this.value=e,this.active=-1,this.opened=!0,this.found=[],clearTimeout(this.timer),e.trim()&&(this.timer=setTimeout(()=>void this.look(e),Ar))}async look(e){let t=await this.search(e.trim());e===this.value&&(this.found=t)}pick({number:e}){this.change(e),clearTimeout(this.timer),this.input.focus(),this.opened=!1}left(e){this.renderRoot.contains(e.relatedTarget)||(this.opened=!1)}done(e){e.preventDefault();let t=this.value.trim();t&&!this.disabled&&(this.change(``),this.opened=!1,this.keypad=!1,this.dispatchEvent(new CustomEvent(`telephony-number`,{detail:t,bubbles:!0,composed:!0})))}},kr.styles=[B,V,_`
      :host {
        display: block;
        container-type: inline-size;
      }
      form {
        position: relative;
      }
      .field {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      input {
        flex: 1;
        min-width: 0;
        box-sizing: border-box;
        height: 48px;
        padding: 0 16px;
        border: 1px solid;
        border-color: color-mix(in srgb, var(--phone-text) 50%, transparent);
        border-radius: 24px;
        font: inherit;
        font-size: 1.125rem;
        color: var(--phone-text);
        background: transparent;
      }
      input::placeholder {
        color: var(--phone-quiet);
        opacity: 1;
      }
      .round {
        flex: none;
      }
      .push {
        flex: none;
        min-height: 48px;
        border-radius: 24px;
      }
      ul {
        position: absolute;
        right: 0;
        left: 0;
        top: 52px;
        z-index: 3;
        margin: 0;
        padding: 8px 0;
        list-style: none;
        max-height: 280px;
        overflow: auto;
        border-radius: 16px;
        background: var(--phone-surface);
        box-shadow: 0 4px 24px rgb(0 0 0 / 0.3);
      }
      li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 16px;
        min-height: 44px;
        padding: 0 16px;
        cursor: pointer;
      }
      li bdi + bdi {
        color: var(--phone-quiet);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      li:hover,
      li[aria-selected="true"] {
        background: var(--phone-tint);
      }
      ${z} {
        input {
          border-color: var(--phone-idle);
        }
      }
      @container (max-width: 380px) {
        .push span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `],kr),W([O({attribute:!1})],K.prototype,`known`,void 0),W([O({attribute:!1})],K.prototype,`search`,void 0),W([O()],K.prototype,`language`,void 0),W([O()],K.prototype,`submit`,void 0),W([O({attribute:!1})],K.prototype,`submitIcon`,void 0),W([O({type:Boolean})],K.prototype,`disabled`,void 0),W([k()],K.prototype,`value`,void 0),W([k()],K.prototype,`found`,void 0),W([k()],K.prototype,`opened`,void 0),W([k()],K.prototype,`active`,void 0),W([k()],K.prototype,`keypad`,void 0),W([Vt(`input`)],K.prototype,`input`,void 0),K=W([D(`telephony-dial`)],K)})),Ir,Lr,q,Rr=t((()=>{g(),E(),A(),N(),Cr(),L(),xr(),F(),H(),Fr(),Or(),G(),Lr={transfer:ue,consult:p,deflect:ie},q=(Ir=class extends T{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.sent=``}async open(e){this.ask=e,this.sent=``,await this.updateComplete,hr(this.dialog)}willUpdate(e){e.has(`lines`)&&this.ask&&!this.stillPossible(this.ask)&&U(this.dialog)}stillPossible({action:e,call:t}){return this.lines.some(n=>n.calls.some(n=>n.call_id===t.call_id&&n.actions.includes(e)))}render(){let{ask:e}=this;return x`
      <dialog
        class=${e&&e.action!==`send_digits`?`roomy`:``}
        aria-labelledby="title"
        @close=${()=>this.ask=void 0}>
        ${e?this.content(e):C}
      </dialog>
    `}content(e){return x`
      <h3 id="title">${P(this.language,`action.${e.action}`)}</h3>
      <p>${Hn(e.call,this.language)}</p>
      <div class="options">
        ${e.action===`send_digits`?this.keypad(e):this.number(e)}
        <button class="push" data-action="cancel" @click=${()=>U(this.dialog)}>
          ${P(this.language,e.action===`send_digits`?`action.close`:`action.cancel`)}
        </button>
      </div>
    `}keypad(e){return x`<output aria-live="polite">${this.sent||`\xA0`}</output>
      <telephony-keypad
        .language=${this.language}
        @telephony-digit=${t=>{this.sent+=t.detail,this.command(e,{digits:t.detail})}}
      ></telephony-keypad>`}number(e){return x`<telephony-dial
      .known=${this.known}
      .search=${this.search}
      .language=${this.language}
      .submit=${`action.${e.action}`}
      .submitIcon=${Lr[e.action]}
      @telephony-number=${t=>{t.stopPropagation(),this.command(e,{number:t.detail}),U(this.dialog)}}
    ></telephony-dial>`}command({action:e,line:t,call:n},r){M(this,{action:e,line:t,data:{...r,call_id:n.call_id}})}},Ir.styles=[B,V,Sr,_`
      dialog.roomy {
        overflow: visible;
      }
      output {
        text-align: center;
        font-size: 1.5rem;
        letter-spacing: 0.1em;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
    `],Ir),W([O({attribute:!1})],q.prototype,`lines`,void 0),W([O({attribute:!1})],q.prototype,`known`,void 0),W([O({attribute:!1})],q.prototype,`search`,void 0),W([O()],q.prototype,`language`,void 0),W([k()],q.prototype,`ask`,void 0),W([k()],q.prototype,`sent`,void 0),W([Vt(`dialog`)],q.prototype,`dialog`,void 0),q=W([D(`telephony-ask`)],q)})),zr,Br,Vr=t((()=>{g(),E(),A(),Sn(),L(),F(),H(),G(),zr=class extends T{constructor(...e){super(...e),this.language=`en`,this.repair=``}willUpdate(e){(e.has(`down`)||e.has(`server`))&&this.look()}async look(){if(this.repair=``,!this.server)return;let{down:e}=this,t=await xn(this.server,e.connection).catch(()=>``);e===this.down&&(this.repair=t)}render(){let{name:e,reason:t,since:n}=this.down;return x`<p role="status">
      ${R(pe)}
      <span
        ><b>${e}</b>: ${t||P(this.language,`banner.no_connection`)}.
        ${P(this.language,`banner.since`,{time:Kn({started_at:n},this.language)})}</span
      >
      ${this.repair?x`<a class="push" href=${this.repair}
            >${P(this.language,`banner.repair`)}</a
          >`:C}
    </p>`}},Br=(zr.styles=[B,V,_`
      :host {
        display: block;
      }
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin: 0 0 12px;
        padding: 8px 12px;
        min-height: 44px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--phone-danger) 12%, transparent);
      }
      span {
        flex: 1 1 160px;
        overflow-wrap: anywhere;
      }
      .icon {
        color: var(--phone-danger);
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      ${z} {
        p {
          background: var(--phone-tint);
        }
      }
    `],zr),W([O({attribute:!1})],Br.prototype,`down`,void 0),W([O({attribute:!1})],Br.prototype,`server`,void 0),W([O()],Br.prototype,`language`,void 0),W([k()],Br.prototype,`repair`,void 0),Br=W([D(`telephony-banner`)],Br)})),Hr,Ur,Wr,J,Gr=t((()=>{g(),E(),A(),N(),Cr(),L(),xr(),F(),H(),G(),Ur=(e,t)=>{e.dispatchEvent(new CustomEvent(`telephony-choose`,{detail:t,bubbles:!0,composed:!0}))},Wr=(e,t)=>e.filter(e=>e.can_control&&e.actions.includes(t)),J=(Hr=class extends T{constructor(...e){super(...e),this.lines=[],this.newAbroad=async()=>null,this.language=`en`,this.from=``}async open(e){var t,n;this.choice=e,this.from=(t=(n=e.from)==null?void 0:n.line)==null?``:t,this.doubt=void 0,await this.updateComplete,hr(this.dialog)}render(){let{choice:e}=this;return x`
      <dialog aria-labelledby="title" @close=${()=>this.choice=void 0}>
        ${e?this.content(e):C}
      </dialog>
    `}text(e,t={}){return P(this.language,e,t)}content(e){let t=Wr(this.lines,`make_call`),n=Vn(Bn(e));return x`
      <h3 id="title">${e.name?x`<bdi>${e.name}</bdi>`:n}</h3>
      ${e.name&&e.name!==e.number?x`<p>${n}</p>`:C}
      <div class="options">
        ${this.doubt?this.question(e,this.doubt):this.options(e,t)}
        <button class="push" data-action="cancel" @click=${()=>U(this.dialog)}>
          ${this.text(`action.cancel`)}
        </button>
      </div>
    `}options(e,t){return x`${this.lineSelect(t)} ${this.pickUp(e)} ${this.forCalls(e)}
    ${t.length?this.option(`make_call`,ce,`action.call`,()=>this.make(e,t)):x`<p>${this.text(`dial.none`)}</p>`}`}question({number:e},{command:t,country:n}){var r;let i=(r=Wn(n,this.language))==null?e:r;return x`<p role="alert">${this.text(`choice.abroad`,{country:i})}</p>
      ${this.option(t.action,ce,`choice.go_ahead`,()=>this.finish(t))}`}async dial(e,t){let{choice:n}=this,r=await this.newAbroad(e.line,t);if(n===this.choice){if(r===null)return this.finish(e);this.doubt={command:e,country:r}}}finish(e){M(this,e),U(this.dialog)}lineSelect(e){return e.length<2?C:x`<label>
      ${this.text(`action.call_from`)}
      <select @change=${e=>this.from=e.target.value}>
        ${e.map(({line:e,name:t})=>x`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
      </select>
    </label>`}option(e,t,n,r){return x`<button
      class="push ${e===`make_call`?`good`:``}"
      data-action=${e}
      @click=${r}
    >
      ${R(t)}<span>${this.text(n)}</span>
    </button>`}make({number:e},t){var n;let r=(n=t.find(e=>e.line===this.from))==null?t[0]:n;r&&this.dial({action:`make_call`,line:r,data:{number:e}},e)}pickUp({number:e,ringing:t}){let n=Wr(this.lines,`pick_up`)[0];return!t||!n?C:this.option(`pick_up`,me,`action.pick_up`,()=>this.finish({action:`pick_up`,line:n,data:{number:e}}))}forCalls(e){return this.lines.flatMap(t=>t.can_control?t.calls.flatMap(n=>[...this.forCall(e,t,n,`transfer`,ue),...this.forCall(e,t,n,`consult`,p)]):[])}forCall({number:e},t,n,r,i){if(!n.actions.includes(r))return[];let a=this.text(`choice.${r}`,{party:I(n,this.language)}),o={number:e,call_id:n.call_id};return[this.option(r,i,a,()=>void this.dial({action:r,line:t,data:o},e))]}},Hr.styles=[B,V,Sr],Hr),W([O({attribute:!1})],J.prototype,`lines`,void 0),W([O({attribute:!1})],J.prototype,`newAbroad`,void 0),W([O()],J.prototype,`language`,void 0),W([k()],J.prototype,`choice`,void 0),W([k()],J.prototype,`doubt`,void 0),W([k()],J.prototype,`from`,void 0),W([Vt(`dialog`)],J.prototype,`dialog`,void 0),J=W([D(`telephony-choice`)],J)})),Kr,Y,qr=t((()=>{E(),A(),N(),Cr(),F(),H(),Fr(),G(),Kr=class extends T{constructor(...e){super(...e),this.lines=[],this.known=[],this.language=`en`,this.from=``}get callers(){return this.lines.filter(({can_control:e,actions:t})=>e&&t.includes(`make_call`))}render(){let{callers:e}=this;return x`
      ${e.length>1?this.lineSelect(e):C}
      <telephony-dial
        .known=${this.known}
        .search=${this.search}
        .language=${this.language}
        .disabled=${!e.length}
        @telephony-number=${e=>this.make(e.detail)}
      ></telephony-dial>
    `}lineSelect(e){return x`<label>
      ${P(this.language,`action.call_from`)}
      <select @change=${e=>this.from=e.target.value}>
        ${e.map(({line:e,name:t})=>x`<option value=${e} ?selected=${e===this.from}>${t}</option>`)}
      </select>
    </label>`}make(e){var t;let n=(t=this.callers.find(e=>e.line===this.from))==null?this.callers[0]:t;n&&M(this,{action:`make_call`,line:n,data:{number:e}})}},Y=(Kr.styles=[B,Sr,_`
      :host {
        display: grid;
        gap: 8px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      select {
        flex: 1;
        min-width: 0;
      }
    `],Kr),W([O({attribute:!1})],Y.prototype,`lines`,void 0),W([O({attribute:!1})],Y.prototype,`known`,void 0),W([O({attribute:!1})],Y.prototype,`search`,void 0),W([O()],Y.prototype,`language`,void 0),W([k()],Y.prototype,`from`,void 0),Y=W([D(`telephony-dial-section`)],Y)})),Jr,Yr=t((()=>{Jr=({available:e,state:t,trouble:n})=>e?t===`idle`&&n||t:`unavailable`})),Xr,Zr,Qr=t((()=>{E(),A(),un(),Gr(),F(),Yr(),H(),G(),Xr=class extends T{constructor(...e){super(...e),this.lamps=/* @__PURE__ */ new Map,this.language=`en`}render(){return x`
      <h3>${P(this.language,`section.lamps`)}</h3>
      <div class="field">
        ${cn(this.lamps,([e])=>e,([,e])=>this.lamp(e))}
      </div>
    `}lamp(e){let t=Jr(e),n=P(this.language,`state.${t}`);return x`
      <button
        class=${t}
        aria-label=${P(this.language,`lamp.help`,{name:e.name,state:n})}
        @click=${()=>Ur(this,{name:e.name,number:e.line,ringing:t===`ringing`})}
      >
        <i></i>
        <bdi class="name">${e.name}</bdi>
        <span class="word">${n}</span>
      </button>
    `}},Zr=(Xr.styles=[B,V,_`
      :host {
        display: block;
      }
      .field {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(136px, 1fr));
        gap: 8px;
        margin-top: 8px;
      }
      button {
        --tone: var(--phone-idle);
        display: grid;
        grid-template-columns: 12px minmax(0, 1fr);
        gap: 0 10px;
        align-items: center;
        padding: 8px 12px;
        min-height: 56px;
        border-radius: 12px;
        text-align: start;
        background: color-mix(in srgb, var(--tone) 10%, transparent);
      }
      button:hover {
        background: color-mix(in srgb, var(--tone) 18%, transparent);
      }
      .ringing {
        --tone: var(--phone-ringing);
      }
      .connected {
        --tone: var(--phone-danger);
      }
      .dialing {
        --tone: var(--phone-dialing);
      }
      .held {
        --tone: var(--phone-held);
      }
      .idle {
        --tone: var(--phone-connected);
      }
      i {
        width: 12px;
        height: 12px;
        border-radius: 50%;
        background: var(--tone);
      }
      .unavailable i,
      .not_registered i,
      .out_of_service i {
        background: none;
        box-shadow: inset 0 0 0 2px var(--phone-idle);
      }
      ${z} {
        button,
        button:hover {
          background: var(--phone-tint);
        }
      }
      .ringing i {
        animation: blink 1s steps(2, jump-none) infinite;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
      .word {
        grid-column: 2;
        font-size: 0.8125em;
      }
      @keyframes blink {
        to {
          opacity: 0.25;
        }
      }
    `],Xr),W([O({attribute:!1})],Zr.prototype,`lamps`,void 0),W([O()],Zr.prototype,`language`,void 0),Zr=W([D(`telephony-lamps`)],Zr)})),$r,ei=t((()=>{E(),A(),L(),G(),$r=class extends T{constructor(...e){super(...e),this.since=``,this.skew=0}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),1e3)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}render(){let e=(Date.now()+this.skew-Date.parse(this.since))/1e3;return x`<span role="timer" aria-live="off">${Gn(e)}</span>`}},W([O()],$r.prototype,`since`,void 0),W([O({type:Number})],$r.prototype,`skew`,void 0),$r=W([D(`telephony-duration`)],$r)})),ti,ni,ri,ii,X,ai=t((()=>{g(),E(),A(),un(),N(),L(),F(),H(),ei(),G(),ni={answer:{path:ce,look:`good`},retrieve:{path:he,look:`good`},switch_call:{path:ge,look:`good`},hangup:{path:de,look:`bad`},hold:{path:se},transfer:{path:ue,asks:!0},consult:{path:p,asks:!0},deflect:{path:ie,asks:!0},send_digits:{path:oe,asks:!0}},ri={complete_transfer:{path:d},conference:{path:f}},ii=(e,t)=>e===`hangup`&&t.state===`ringing`?`decline`:e,X=(ti=class extends T{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.settling=!1,this.compact=!1,this.plain=!1,this.hadFocus=!1}willUpdate(){var e;this.hadFocus=!!((e=this.shadowRoot)!=null&&e.activeElement)}updated(){var e;this.hadFocus&&!((e=this.shadowRoot)!=null&&e.activeElement)&&this.section.focus()}render(){var e;let{call:t}=this;return x`
      <section class=${t.state} tabindex="-1" aria-label=${I(t,this.language)}>
        <div class="who">
          <div class="face" aria-hidden="true">${this.face()}</div>
          <div class="names">
            <div class="name">${Hn(t,this.language)}</div>
            <div class="number">${this.details()}</div>
          </div>
          <div class="state">
            <span class="word"><i></i>${this.text(`state.${t.state}`)}</span>
            <telephony-duration
              .since=${(e=t.answered_at)==null?t.started_at:e}
              .skew=${this.skew}
            ></telephony-duration>
          </div>
        </div>
        ${this.buttons()}
      </section>
    `}text(e,t={}){return P(this.language,e,t)}face(){let{picture:e}=this.call;return e?x`<img src=${e} alt="" />`:Un(this.call)||R(this.call.number?`M6.62,10.79C8.06,13.62 10.38,15.94 13.21,17.38L15.41,15.18C15.69,14.9 16.08,14.82 16.43,14.93C17.55,15.3 18.75,15.5 20,15.5A1,1 0 0,1 21,16.5V20A1,1 0 0,1 20,21A17,17 0 0,1 3,4A1,1 0 0,1 4,3H7.5A1,1 0 0,1 8.5,4C8.5,5.25 8.7,6.45 9.07,7.57C9.18,7.92 9.1,8.31 8.82,8.59L6.62,10.79Z`:`M13,8A4,4 0 0,1 9,12A4,4 0 0,1 5,8A4,4 0 0,1 9,4A4,4 0 0,1 13,8M17,18V20H1V18C1,15.79 4.58,14 9,14C13.42,14 17,15.79 17,18M20.5,14.5V16H19V14.5H20.5M18.5,9.5H17V9A3,3 0 0,1 20,6A3,3 0 0,1 23,9C23,9.97 22.5,10.88 21.71,11.41L21.41,11.6C20.84,12 20.5,12.61 20.5,13.3V13.5H19V13.3C19,12.11 19.6,11 20.59,10.35L20.88,10.16C21.27,9.9 21.5,9.47 21.5,9A1.5,1.5 0 0,0 20,7.5A1.5,1.5 0 0,0 18.5,9V9.5Z`)}details(){var e;let{call:t,line:n}=this,r=t.direction===`incoming`,i=r&&t.called_number&&t.called_number!==n.line,a=t.name&&Bn(t);return x`
      ${t.direction?x`<span class="way">${R(r?re:te)}</span>
            <span class=${a?`hidden-text`:``}
              >${this.text(`direction.${t.direction}`)}</span
            >`:C}
      ${a?Vn(a):C}
      ${i?x`<span>${this.text(`direction.to`,{number:(e=t.called_number)==null?``:e})}</span>`:C}
      <slot></slot>
    `}buttons(){if(!this.line.can_control)return C;let e=Object.entries(ni).filter(([e,t])=>this.call.actions.includes(e)&&!(this.plain&&t.asks)),t=e.filter(([,e])=>e.look),n=e.filter(([,e])=>!e.look);return x`
      <div class="actions large">${this.row(t)}</div>
      ${n.length?x`<div class="actions">${this.row(n)}</div>`:C}
    `}row(e){return cn(e,([e])=>e,([e,t])=>this.button(e,t))}button(e,{path:t,look:n,asks:r}){return x`
      <button
        class="push ${n==null?``:n}"
        data-action=${e}
        aria-disabled=${this.settling?`true`:`false`}
        @click=${()=>this.press(e,r)}
      >
        ${R(t)}<span>${this.text(`action.${ii(e,this.call)}`)}</span>
      </button>
    `}press(e,t=!1){if(this.settling)return;let{call:n,line:r}=this;if(!t)return M(this,{action:e,line:r,data:{call_id:n.call_id}});let i={action:e,line:r,call:n};this.dispatchEvent(new CustomEvent(`telephony-ask`,{detail:i,bubbles:!0,composed:!0}))}},ti.styles=[B,V,_`
      :host {
        display: block;
        container-type: inline-size;
      }
      section {
        --tone: var(--phone-connected);
        position: relative;
        padding: 16px;
        border-radius: 16px;
        background: color-mix(in srgb, var(--tone) 9%, var(--phone-surface));
        overflow: hidden;
        outline: none;
      }
      section.ringing {
        --tone: var(--phone-ringing);
      }
      section.dialing {
        --tone: var(--phone-dialing);
      }
      section.held {
        --tone: var(--phone-held);
      }
      .who {
        display: grid;
        grid-template-columns: auto 1fr auto;
        gap: 4px 16px;
        align-items: center;
      }
      .face {
        display: grid;
        place-items: center;
        width: 64px;
        height: 64px;
        border-radius: 50%;
        font-size: 1.5rem;
        font-weight: 500;
        color: #fff;
        background: var(--tone);
      }
      .face img {
        width: 100%;
        height: 100%;
        border-radius: 50%;
        object-fit: cover;
      }
      .ringing .face {
        animation: ring 1.6s ease-out infinite;
      }
      .names {
        min-width: 0;
      }
      .name {
        font-size: 1.375rem;
        font-size: clamp(1.375rem, 6cqi, 2.5rem);
        line-height: 1.15;
        font-weight: 500;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
      }
      .number {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 8px;
        margin-top: 4px;
        font-size: 1rem;
        font-variant-numeric: tabular-nums;
      }
      .way {
        display: inline-flex;
        font-size: 0.75rem;
        color: var(--tone);
      }
      .state {
        text-align: end;
        align-self: start;
        font-variant-numeric: tabular-nums;
      }
      .word {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 500;
        white-space: nowrap;
      }
      .word i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: var(--tone);
      }
      telephony-duration {
        display: block;
        font-size: 1.25rem;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 8px;
      }
      .actions.large {
        margin-top: 16px;
      }
      .actions:empty {
        display: none;
      }
      .push {
        flex: 1 1 auto;
      }
      .large .push {
        flex: 1 1 112px;
        padding: 0 12px;
        min-height: 56px;
        border-radius: 28px;
        font-size: 1.0625rem;
      }
      ${z} {
        section {
          background: var(--phone-tint);
          box-shadow: inset 4px 0 var(--tone);
        }
      }
      @container (max-width: 420px) {
        .who {
          grid-template-columns: auto 1fr;
          gap: 12px;
        }
        .face {
          width: 52px;
          height: 52px;
        }
        .state {
          grid-column: 1 / -1;
          display: flex;
          justify-content: space-between;
          align-items: baseline;
        }
      }
      :host([compact]) section {
        padding: 12px;
      }
      :host([compact]) .face {
        width: 44px;
        height: 44px;
        font-size: 1.125rem;
      }
      :host([compact]) .name {
        font-size: 1.125rem;
        font-size: clamp(1.125rem, 4cqi, 1.5rem);
      }
      :host([compact]) .large .push {
        min-height: 44px;
        font-size: 1rem;
      }
      @keyframes ring {
        0% {
          box-shadow: 0 0 0 0 color-mix(in srgb, var(--tone) 55%, transparent);
        }
        70%,
        100% {
          box-shadow: 0 0 0 10px transparent;
        }
      }
    `],ti),W([O({attribute:!1})],X.prototype,`call`,void 0),W([O({attribute:!1})],X.prototype,`line`,void 0),W([O()],X.prototype,`language`,void 0),W([O({type:Number})],X.prototype,`skew`,void 0),W([O({type:Boolean})],X.prototype,`settling`,void 0),W([O({type:Boolean,reflect:!0})],X.prototype,`compact`,void 0),W([O({type:Boolean})],X.prototype,`plain`,void 0),W([Vt(`section`)],X.prototype,`section`,void 0),X=W([D(`telephony-call`)],X)})),oi,si,Z,ci=t((()=>{g(),E(),A(),un(),ai(),N(),F(),Yr(),H(),G(),si=e=>JSON.stringify([e.actions,e.calls.map(e=>[e.call_id,e.actions])]),Z=(oi=class extends T{constructor(...e){super(...e),this.language=`en`,this.skew=0,this.compact=!1,this.settling=!1,this.arrangement=``}willUpdate(e){if(!e.has(`line`))return;let t=si(this.line);this.arrangement&&t!==this.arrangement&&this.settle(),this.arrangement=t}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.timer),this.settling=!1}settle(){this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350)}render(){let{line:e}=this;return x`
      <div class="line ${this.shownState()}">
        <i aria-hidden="true"></i>
        <span class="name">${e.name}</span>
        <span class="word">${P(this.language,`state.${this.shownState()}`)}</span>
        ${this.missed()}
        <slot></slot>
      </div>
      ${cn(e.calls,e=>e.call_id,t=>x`
          <telephony-call
            .call=${t}
            .line=${e}
            .language=${this.language}
            .skew=${this.skew}
            .settling=${this.settling}
            .compact=${this.compact}
          ></telephony-call>
        `)}
      ${this.joining()}
    `}shownState(){return Jr(this.line)}missed(){let{missed:e,can_control:t}=this.line;if(!e)return C;let n=P(this.language,`action.mark_read`,{count:e}),r=x`${R(fe)}<b>${e}</b>`;return t?x`<button
          class="missed"
          data-action="mark_missed_read"
          aria-label=${n}
          title=${n}
          @click=${()=>M(this,{action:`mark_missed_read`,line:this.line})}
        >
          ${r}
        </button>`:x`<span class="missed">${r}</span>`}joining(){let e=Object.entries(ri).filter(([e])=>this.line.actions.includes(e));return!e.length||!this.line.can_control?C:x`
      <div class="joining">
        ${e.map(([e,{path:t}])=>x`
            <button
              class="push"
              data-action=${e}
              aria-disabled=${this.settling?`true`:`false`}
              @click=${()=>!this.settling&&M(this,{action:e,line:this.line})}
            >
              ${R(t)}<span>${P(this.language,`action.${e}`)}</span>
            </button>
          `)}
      </div>
    `}},oi.styles=[B,V,_`
      :host {
        display: grid;
        gap: 8px;
      }
      .line {
        --tone: var(--phone-idle);
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
      }
      .ringing {
        --tone: var(--phone-ringing);
      }
      .connected {
        --tone: var(--phone-connected);
      }
      .dialing {
        --tone: var(--phone-dialing);
      }
      .held {
        --tone: var(--phone-held);
      }
      i {
        width: 12px;
        height: 12px;
        flex: none;
        border-radius: 50%;
        background: var(--tone);
      }
      .unavailable i,
      .not_registered i,
      .out_of_service i {
        background: none;
        box-shadow: inset 0 0 0 2px var(--phone-idle);
      }
      .name {
        font-weight: 500;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .word {
        color: var(--phone-quiet);
        margin-inline-end: auto;
        white-space: nowrap;
      }
      .missed {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 44px;
        padding: 0 12px;
        border-radius: 22px;
      }
      .missed .icon {
        color: var(--phone-danger);
      }
      button.missed:hover {
        background: var(--phone-tint);
      }
      .joining {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .joining .push {
        flex: 1 1 auto;
      }
    `],oi),W([O({attribute:!1})],Z.prototype,`line`,void 0),W([O()],Z.prototype,`language`,void 0),W([O({type:Number})],Z.prototype,`skew`,void 0),W([O({type:Boolean})],Z.prototype,`compact`,void 0),W([k()],Z.prototype,`settling`,void 0),Z=W([D(`telephony-line`)],Z)})),li,ui,di,fi,pi,mi=t((()=>{g(),E(),A(),un(),L(),F(),Gr(),H(),G(),ui=/* @__PURE__ */ new Set([`busy`,`failed`,`unanswered`,`rejected`]),di=({outcome:e,direction:t})=>e===`missed`?ne:e===`diverted`||e===`answered_elsewhere`?ie:ui.has(e)?le:t===`outgoing`?te:re,fi=e=>e.flatMap(e=>e.log.map(t=>({entry:t,line:e}))).sort((e,t)=>e.entry.started_at<t.entry.started_at?1:-1),pi=(li=class extends T{constructor(...e){super(...e),this.lines=[],this.language=`en`,this.limit=10,this.onlyMissed=!1}render(){let e=fi(this.lines).filter(({entry:e})=>!this.onlyMissed||e.outcome===`missed`).slice(0,this.limit),t=this.onlyMissed?`log.none_missed`:`log.empty`;return x`
      <div class="head">
        <h3>${P(this.language,`section.log`)}</h3>
        ${this.filter(`log.all`,!1)}${this.filter(`log.missed`,!0)}
      </div>
      ${e.length?x`<ul>
            ${cn(e,({entry:e})=>e.call_id,e=>this.row(e))}
          </ul>`:x`<p>${P(this.language,t)}</p>`}
    `}filter(e,t){return x`<button
      class="chip"
      aria-pressed=${this.onlyMissed===t}
      @click=${()=>this.onlyMissed=t}
    >
      ${P(this.language,e)}
    </button>`}row({entry:e,line:t}){var n;let r=e.outcome===`answered`&&e.talk_seconds!==null,i=[P(this.language,`outcome.${e.outcome}`),...this.lines.length>1?[t.name]:[],...r?[Gn((n=e.talk_seconds)==null?0:n)]:[]];return x`
      <li class=${e.outcome}>
        <span class="sign">${R(di(e))}</span>
        <div class="what">
          <div class="name">${Hn(e,this.language)}</div>
          <div class="facts">
            ${e.direction?x`<span class="hidden-text">
                  ${P(this.language,`direction.${e.direction}`)},
                </span>`:C}
            ${i.join(` · `)}
          </div>
        </div>
        <time datetime=${e.started_at}>${Kn(e,this.language)}</time>
        ${this.callBack(e,t)}
      </li>
    `}callBack(e,t){let{number:n}=e;if(!n||!t.can_control)return x`<span class="round"></span>`;let r=P(this.language,`action.call_party`,{party:I(e,this.language)});return x`<button
      class="round"
      aria-label=${r}
      title=${r}
      @click=${()=>Ur(this,{name:e.name&&I(e,this.language),number:n,formatted_number:e.formatted_number,from:t})}
    >
      ${R(ce)}
    </button>`}},li.styles=[B,V,_`
      :host {
        display: block;
        container-type: inline-size;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      h3 {
        margin-inline-end: auto;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 24px 1fr auto 44px;
        gap: 12px;
        align-items: center;
        min-height: 56px;
      }
      li + li {
        border-top: 1px solid var(--phone-line);
      }
      .sign {
        display: grid;
        color: var(--phone-idle);
      }
      .answered .sign {
        color: var(--phone-connected);
      }
      .missed .sign {
        color: var(--phone-danger);
      }
      .what {
        min-width: 0;
      }
      .name,
      .facts {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .missed .name {
        font-weight: 600;
      }
      .facts,
      time,
      p {
        color: var(--phone-quiet);
        font-size: 0.875em;
      }
      time {
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
    `],li),W([O({attribute:!1})],pi.prototype,`lines`,void 0),W([O()],pi.prototype,`language`,void 0),W([O({type:Number})],pi.prototype,`limit`,void 0),W([k()],pi.prototype,`onlyMissed`,void 0),pi=W([D(`telephony-log`)],pi)})),hi,Q,gi=t((()=>{g(),E(),A(),un(),N(),vn(),Sn(),zn(),L(),u(),F(),Xn(),nr(),fr(),H(),mr(),Rr(),Vr(),Gr(),qr(),Qr(),ci(),mi(),G(),hi=class extends T{constructor(...e){super(...e),this.snapshot=rr,this.known=[],this.lines=[],this.loaded=!1,this.error=``,this.announcement=``,this.down=[],this.language=`en`,this.connections=new bn,this.subscription=new pr(this,e=>this.hear(e),()=>this.show(lr(this.snapshot))),this.search=async e=>{let[t]=this.lines;if(!t||!this.connection)return[];let{device_id:n}=t;try{let{contacts:t}=await this.connection.sendMessagePromise({type:`telephony/search`,device_id:n,query:e});return t}catch(e){return this.error=fn(e),[]}},this.newAbroad=async({device_id:e},t)=>{try{var n,r;let i=await((n=this.connection)==null?void 0:n.sendMessagePromise({type:`telephony/check_number`,device_id:e,number:t}));return(r=i==null?void 0:i.new_abroad)==null?null:r}catch(e){return this.error=fn(e),null}}}static getStubConfig(e){let t=qn(e);return t?{devices:[t]}:{}}set hass(e){this.hassNow=e,this.connections.update(e)&&(this.down=this.connections.down),this.connection=e.connection,this.language=i(e)}setConfig(e){this.config=hn(e)}getCardSize(){return 2+3*(this.config?gn(this.config).length:1)}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`,min_rows:2}}connectedCallback(){super.connectedCallback(),this.forget=tr(()=>this.requestUpdate())}disconnectedCallback(){var e;super.disconnectedCallback(),(e=this.forget)==null||e.call(this)}willUpdate(e){this.connection&&this.config&&(e.has(`connection`)||e.has(`config`))&&this.subscription.set(this.connection,_n(this.config))}hear(e){this.loaded=!0,this.show(sr(this.snapshot,e))}show(e){let t=this.snapshot;this.snapshot=e,(e.lines!==t.lines||e.lamps!==t.lamps)&&(this.lines=[...e.lines.values()].map(dr),this.known=this.knownNumbers(),this.announcement=this.ringing())}ringing(){return this.lines.flatMap(e=>e.calls.filter(({state:e})=>e===`ringing`).map(t=>P(this.language,`announce.incoming`,{party:I(t,this.language),line:e.name}))).join(`. `)}knownNumbers(){let e=this.lines.flatMap(({log:e})=>e).filter(({number:e})=>e).sort((e,t)=>e.started_at<t.started_at?1:-1).map(e=>{var t,n;return{name:e.name?I(e,this.language):(t=e.number)==null?``:t,number:(n=e.number)==null?``:n,formatted_number:e.formatted_number}}),t=[...this.snapshot.lamps.values()].map(({name:e,line:t})=>({name:e,number:t}));return[...e,...t]}render(){return this.config?x`
      <ha-card>
        ${this.header(this.config)} ${this.banners(this.config)} ${this.problem()}
        <div class="hidden-text" aria-live="assertive">${this.announcement}</div>
        <div
          class="body"
          @telephony-command=${this.command}
          @telephony-choose=${e=>this.choice.open(e.detail)}
          @telephony-ask=${e=>this.ask.open(e.detail)}
        >
          ${this.content(this.config)}
          <telephony-choice
            .lines=${this.lines}
            .newAbroad=${this.newAbroad}
            .language=${this.language}
          ></telephony-choice>
          <telephony-ask
            .lines=${this.lines}
            .known=${this.known}
            .search=${this.search}
            .language=${this.language}
          ></telephony-ask>
        </div>
      </ha-card>
    `:C}text(e,t={}){return P(this.language,e,t)}header(e){return e.title?x`<div class="head">
      <h2 class="title">${e.title}</h2>
      ${this.popupSwitch(e)}
    </div>`:C}popupSwitch({popup_switch:e=!0}){var t;if(!e)return C;let n=(t=$n())==null?this.lines.some(({popup:e})=>e):t,r=this.text(n?`popup.on`:`popup.off`);return x`<button
      class="round"
      role="switch"
      aria-checked=${n}
      aria-label=${r}
      title=${r}
      @click=${()=>er(!n)}
    >
      ${R(n?ee:h)}
    </button>`}problem(){let e=this.subscription.error,t=e?this.text(`card.failed`,{reason:e}):this.error;return x`<div role="alert">
      ${t?x`<p class="problem">
            <span>${t}</span>
            ${e?C:x`<button
                  class="round"
                  aria-label=${this.text(`action.close`)}
                  @click=${()=>this.error=``}
                >
                  ${R(ae)}
                </button>`}
          </p>`:C}
    </div>`}banners(e){var t,n,r;let i=(t=(n=this.hassNow)==null?void 0:n.devices)==null?{}:t,a=/* @__PURE__ */ new Set([...this.lines.map(({connection:e})=>e),...((r=e.devices)==null?[]:r).map(e=>{var t;return(t=i[e])==null?void 0:t.config_entry_id})]);return gn(e).every(e=>e===`log`)?[]:this.down.filter(({connection:t})=>{var n;return!((n=e.devices)!=null&&n.length)||a.has(t)}).map(e=>{var t;return x`<telephony-banner
          .down=${e}
          .server=${(t=this.hassNow)!=null&&(t=t.user)!=null&&t.is_admin?this.connection:void 0}
          .language=${this.language}
        ></telephony-banner>`})}content(e){return this.loaded&&!this.lines.length?this.down.length?C:x`<p>${this.text(`card.no_lines`)}</p>`:gn(e).map(t=>this.section(t,e))}section(e,t){let{language:n,lines:r}=this;switch(e){case`calls`:return x`<div class="lines">${this.callsOf(t)}</div>`;case`dial`:return x`<telephony-dial-section
          .lines=${r}
          .known=${this.known}
          .search=${this.search}
          .language=${n}
        ></telephony-dial-section>`;case`lamps`:return x`<telephony-lamps
          ?hidden=${!this.snapshot.lamps.size}
          .lamps=${this.snapshot.lamps}
          .language=${n}
        ></telephony-lamps>`;case`log`:var i;return x`<telephony-log
          .lines=${r}
          .limit=${(i=t.log_limit)==null?10:i}
          .language=${n}
        ></telephony-log>`}}callsOf(e){return cn(this.snapshot.lines,([e])=>e,([,t],n)=>{var r;return x`<telephony-line
        .line=${dr(t)}
        .language=${this.language}
        .skew=${this.snapshot.skew}
        .compact=${(r=e.compact)!=null&&r}
        >${n||e.title?C:this.popupSwitch(e)}</telephony-line
      >`})}async command(e){if(this.connection){this.error=``;try{await dn(this.connection,e.detail)}catch(e){this.error=fn(e)}}}},Q=(hi.getConfigForm=Rn,hi.styles=[B,V,_`
      :host {
        display: block;
      }
      ha-card {
        height: 100%;
        box-sizing: border-box;
        padding: 12px 16px 16px;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 44px;
        margin-inline-end: -8px;
      }
      .title {
        flex: 1;
        font-size: 1.25rem;
        color: inherit;
        overflow-wrap: anywhere;
      }
      .body {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 20px;
      }
      .lines {
        display: grid;
        gap: 4px;
      }
      .body > telephony-choice,
      .body > telephony-ask {
        position: absolute;
      }
      .problem {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        margin: 0 0 12px;
        padding-inline-start: 16px;
        min-height: 44px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--phone-danger) 12%, transparent);
      }
      ${z} {
        .problem {
          background: var(--phone-tint);
        }
      }
    `],hi),W([k()],Q.prototype,`config`,void 0),W([k()],Q.prototype,`snapshot`,void 0),W([k()],Q.prototype,`known`,void 0),W([k()],Q.prototype,`lines`,void 0),W([k()],Q.prototype,`loaded`,void 0),W([k()],Q.prototype,`error`,void 0),W([k()],Q.prototype,`announcement`,void 0),W([k()],Q.prototype,`connection`,void 0),W([k()],Q.prototype,`down`,void 0),W([O()],Q.prototype,`language`,void 0),W([Vt(`telephony-choice`)],Q.prototype,`choice`,void 0),W([Vt(`telephony-ask`)],Q.prototype,`ask`,void 0),Q=W([D(`telephony-card`)],Q)})),_i,vi,$,yi,bi=t((()=>{g(),E(),A(),un(),N(),L(),u(),xr(),F(),nr(),ci(),fr(),H(),mr(),ai(),G(),vi=250,$=(_i=class extends T{constructor(...e){super(...e),this.ringing=[],this.dismissed=/* @__PURE__ */ new Set,this.settling=!1,this.error=``,this.modal=!1,this.rising=!1,this.isShown=!1,this.subscription=new pr(this,e=>this.hear(e),()=>this.ringing=[])}connectedCallback(){super.connectedCallback(),this.forget=tr(()=>this.requestUpdate()),this.listen()}disconnectedCallback(){var e;super.disconnectedCallback(),clearTimeout(this.timer),clearInterval(this.watch),(e=this.forget)==null||e.call(this)}async listen(){this.connection=await c(),this.subscription.set(this.connection,{type:`telephony/subscribe_incoming`})}hear(e){this.ringing=cr(this.ringing,e),this.error=``,this.settling=!0,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settling=!1,350);let t=new Set(this.ringing.map(({call:e})=>e.call_id));this.dismissed=new Set([...this.dismissed].filter(e=>t.has(e)))}get shown(){let e=$n();return this.ringing.filter(({call:t,line:n})=>(e==null?n.popup:e)&&!this.dismissed.has(t.call_id))}render(){let e=l(),{shown:t}=this;return x`
      <div class="hidden-text" aria-live="assertive">
        ${t.map(({call:t,line:n})=>P(e,`announce.incoming`,{party:I(t,e),line:n.name}))}
      </div>
      ${this.modal?x`<dialog
            aria-label=${P(e,`popup.label`)}
            tabindex="-1"
            autofocus
            @cancel=${this.hide}
          >
            ${this.sheet(e)}
          </dialog>`:x`<div
            popover="manual"
            class=${gr()}
            role="dialog"
            aria-label=${P(e,`popup.label`)}
          >
            ${this.sheet(e)}
          </div>`}
    `}sheet(e){return x`<div class="sheet" @telephony-command=${this.command}>
      ${cn(this.shown,({call:e})=>e.call_id,({call:t,line:n})=>x`<telephony-call
          plain
          .call=${t}
          .line=${n}
          .language=${e}
          .settling=${this.settling}
          ><span><span class="dot" aria-hidden="true">·</span>${n.name}</span></telephony-call
        >`)}
      <p role="alert" ?hidden=${!this.error}>${this.error}</p>
      <button class="push hide" data-action="hide" @click=${this.hide}>
        ${R(ae)}<span>${P(e,`action.hide`)}</span>
      </button>
    </div>`}willUpdate(){this.isShown||(this.modal=this.rising||vr(),this.rising=!1)}updated(){let e=this.shown.length>0;e!==this.isShown&&this.show(e)}show(e){if(this.isShown=e,clearInterval(this.watch),e&&(this.watch=setInterval(()=>this.rise(),vi)),this.modal){let t=this.frame;e?hr(t):U(t)}else _r(this.frame,e)}rise(){yr(this,this.frame)&&(this.show(!1),this.rising=!0,this.requestUpdate())}hide(e){e==null||e.preventDefault(),this.dismissed=new Set(this.ringing.map(({call:e})=>e.call_id))}async command(e){if(e.stopPropagation(),this.connection)try{await dn(this.connection,e.detail)}catch(e){this.error=fn(e)}}},_i.styles=[B,V,br,_`
      .dot {
        margin-inline-end: 8px;
      }
      [popover],
      dialog {
        position: fixed;
        top: 16px;
        right: 0;
        bottom: auto;
        left: 0;
        box-sizing: border-box;
        width: min(560px, calc(100vw - 32px));
        max-height: calc(100vh - 32px);
        max-height: calc(100dvh - 32px);
        margin: 0 auto;
        padding: 12px;
        border: 0;
        border-radius: 28px;
        color: var(--phone-text);
        background: var(--phone-surface);
        box-shadow: 0 12px 48px rgb(0 0 0 / 0.45);
        overflow: auto;
        font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
      }
      dialog[open],
      .layer {
        animation: arrive 200ms ease-out;
      }
      [popover]:popover-open {
        animation: arrive 200ms ease-out;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 0.45);
      }
      dialog:focus-visible {
        outline: none;
      }
      .sheet {
        display: grid;
        gap: 12px;
      }
      p {
        margin: 0;
        padding: 0 8px;
      }
      .hide {
        justify-self: center;
      }
      @keyframes arrive {
        from {
          opacity: 0;
          transform: translateY(-24px);
        }
      }
    `],_i),W([k()],$.prototype,`ringing`,void 0),W([k()],$.prototype,`dismissed`,void 0),W([k()],$.prototype,`settling`,void 0),W([k()],$.prototype,`error`,void 0),W([Vt(`dialog, [popover]`)],$.prototype,`frame`,void 0),$=W([D(`telephony-popup`)],$),yi=()=>{document.querySelector(`telephony-popup`)||document.body.append(document.createElement(`telephony-popup`))}})),xi,Si,Ci,wi,Ti,Ei,Di,Oi,ki,Ai,ji,Mi,Ni,Pi,Fi,Ii,Li,Ri=t((()=>{F(),xi=[`calls_in`,`calls_out`,`calls_answered`,`calls_missed`],Si=20,Ci=async({devices:e},{connection:t})=>{let{lines:n}=await t.sendMessagePromise({type:`telephony/lines`});return e?n.filter(({device_id:t})=>e.includes(t)):n},wi=e=>e.map(({device_id:e})=>e),Ti=(e,t)=>e.flatMap(({entities:{[t]:e},name:n})=>e?[{entity:e,name:n}]:[]),Ei=(e,t)=>t.length?[{type:`grid`,cards:[{type:`heading`,heading:e},...t]}]:[],Di=e=>({type:`custom:telephony-card`,...e}),Oi=e=>{let t=/* @__PURE__ */ new Map;for(let n of e){let e=t.get(n.connection);e?e.push(n):t.set(n.connection,[n])}return[...t.values()]},ki=(e,t)=>{var n;let r=e.map(e=>[e]);return r.length>1?(n=r[r.length-1])==null||n.push(t):r.push([t]),r.map(e=>({type:`grid`,cards:e}))},Ai=(e,t)=>{let n=Oi(e).map(e=>{var t;return Di({title:(t=e[0])==null?void 0:t.connection_name,devices:wi(e),sections:[`calls`,`dial`]})}),r=Di({devices:wi(e),sections:[`log`],log_limit:Si});return{title:P(t,`strategy.calls`),path:`calls`,icon:`mdi:phone`,type:`sections`,max_columns:3,sections:ki(n,r)}},ji=({entities:e={}},t)=>Object.entries(e).filter(([,{platform:e,translation_key:n}])=>e===`telephony`&&n===t).map(([e])=>e),Mi=(e,t)=>e.length?[{type:`statistics-graph`,entities:e,...t}]:[],Ni=e=>[...Mi(ji(e,`active_calls`),{period:`hour`,stat_types:[`max`],days_to_show:7}),...xi.flatMap(t=>Mi(ji(e,t),{chart_type:`bar`,period:`day`,stat_types:[`change`],days_to_show:14}))],Pi=(e,t)=>{let n=Ti(e,`state`),r=Ti(e,`call`).map(({entity:e})=>e),i=Ti(e,`missed_calls`),a=e=>P(t.language,`strategy.${e}`);return{title:a(`history`),path:`history`,icon:`mdi:phone-log`,type:`sections`,max_columns:3,sections:[...Ei(a(`missed`),i.map(e=>({type:`tile`,...e}))),...Ei(a(`states`),n.length?[{type:`history-graph`,entities:n,hours_to_show:24}]:[]),...Ei(a(`log`),r.length?[{type:`logbook`,target:{entity_id:r},hours_to_show:24}]:[]),...Ei(a(`statistics`),Ni(t))]}},Fi=e=>({title:P(e,`strategy.calls`),cards:[{type:`markdown`,content:P(e,`strategy.no_lines`)}]}),Ii=class extends HTMLElement{static async generate(e,t){let n=await Ci(e,t);return n.length?{views:[Ai(n,t.language),Pi(n,t)]}:{views:[Fi(t.language)]}}},Li=class extends HTMLElement{static async generate(e,t){let n=await Ci(e,t);return n.length?Ai(n,t.language):Fi(t.language)}},customElements.define(`ll-strategy-dashboard-telephony`,Ii),customElements.define(`ll-strategy-view-telephony`,Li)})),zi=/* @__PURE__ */ n({}),Bi=t((()=>{gi(),F(),u(),bi(),Xn(),Ri(),Yn(e=>P(l(),e)),yi()}));u();var Vi=window;Vi.telephonyCard||(Vi.telephonyCard=o().then(()=>Promise.resolve().then(()=>(Bi(),zi))));